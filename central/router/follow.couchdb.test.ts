import { setTimeout as pause } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { startBadLine } from '../../tests/bad-line.js';
import { removeDatabases } from '../../tests/remove-databases.js';
import { openRouterCentre, summaryOf, type RouterCentre } from '../../tests/router-centre.js';
import { until } from '../../tests/until.js';
import { makeRouter, startRouter, type StartRouterOptions } from './start-router.js';

t.setTimeout(120_000);
const LONG = 3_600_000;
const alone = { share: { worker: 1, of: 1 }, now: Date.now, log: () => undefined };

function follow(t: Test, options: Partial<StartRouterOptions> & { couchUrl: string }): void {
  const router = startRouter({ ...alone, waitMs: 200, ...options });
  t.teardown(() => router.stop());
}

function stored(centre: RouterCentre, id: string): Promise<object> {
  return until(`${id} is copied`, async () => (await centre.read('summaries'))[id] ?? false);
}

t.test('word of a change is enough: it goes on without another round', async (t) => {
  const centre = await openRouterCentre(t);
  // One that was never set up has no word of changes.
  await centre.couch.ask('PUT', '/_global_changes');
  const [a = ''] = centre.boxes;
  await centre.list(a);
  await centre.write(a, [summaryOf(a, '20261120', 1, { opd: 1 })]);
  follow(t, { couchUrl: centre.couch.url, roundEveryMs: LONG });
  await stored(centre, `20261120:${a}`);
  await centre.write(a, [summaryOf(a, '20261121', 1, { opd: 2 })]);
  t.match(await stored(centre, `20261121:${a}`), { figures: { opd: 2 }, block: '1123' });
  await centre.list(a, { block: '9' });
  await until('it is stamped anew', async () => {
    const { block } = (await centre.read('summaries'))[`20261121:${a}`] as { block: string };
    return block === '9';
  });
});

t.test('a user who may not ask for word of changes goes round', async (t) => {
  const centre = await openRouterCentre(t);
  const [a = ''] = centre.boxes;
  follow(t, { couchUrl: centre.url, blindRoundEveryMs: 50, waitMs: 20 });
  await pause(300);
  await centre.write(a, [summaryOf(a, '20261121', 1, { opd: 2 })]);
  await stored(centre, `20261121:${a}`);
});

t.test(
  'a node that is gone, full or loses its answers is waited for; nothing is lost or doubled',
  async (t) => {
    const centre = await openRouterCentre(t);
    const [a = '', b = ''] = centre.boxes;
    for (const box of [a, b]) await centre.list(box);
    const line = await startBadLine(centre.url);
    t.teardown(() => line.close());
    const { username, password } = new URL(centre.url);
    const url = new URL(line.url);
    url.username = username;
    url.password = password;
    const log: string[] = [];
    follow(t, {
      ...{ couchUrl: url.href, waitMs: 20, blindRoundEveryMs: 50 },
      log: ({ message }) => log.push(message),
    });
    for (const [index, condition] of (['cut', 'full', 'lost-answer'] as const).entries()) {
      line.set(condition);
      const day = `2026111${index}`;
      await centre.write(a, [summaryOf(a, day, 1, { opd: index + 1 })]);
      const told = log.length;
      await until('it says so', () => log.length > told);
      line.set('open');
      t.match(await stored(centre, `${day}:${a}`), { figures: { opd: index + 1 } }, condition);
    }
    t.equal(Object.keys(await centre.read('summaries')).length, 3);
  },
);

t.test('one facility whose database is in trouble keeps no other back', async (t) => {
  const centre = await openRouterCentre(t);
  const [a = '', b = ''] = centre.boxes;
  for (const box of [a, b]) await centre.write(box, [summaryOf(box, '20261121', 1, { opd: 2 })]);
  await centre.couch.ask('PUT', `/facility-${a.toLowerCase()}/_security`, {
    ...{ admins: { roles: ['_admin'], names: [] }, members: { roles: ['nobody'], names: [] } },
  });
  const router = makeRouter({ ...alone, couchUrl: centre.url });
  await t.rejects(router.round(), { code: 'centre-refused', params: { status: 403 } });
  t.same(Object.keys(await centre.read('summaries')), [`20261121:${b}`]);
});

t.test('a centre that was never made ready is said to be so', async (t) => {
  const centre = await openRouterCentre(t, 1);
  const [a = ''] = centre.boxes;
  await centre.write(a, [summaryOf(a, '20261121', 1, { opd: 2 })]);
  await removeDatabases(centre.couch, ['summaries']);
  await t.rejects(makeRouter({ ...alone, couchUrl: centre.url }).round(), { code: 'centre-refused' });
});
