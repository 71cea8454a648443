import Nano from 'nano';
import t, { type Test } from 'tap';
import { randomInt } from 'node:crypto';
import { couchUnderTest, type CouchUnderTest } from '../tests/couch-under-test.js';
import { forgetBox } from '../tests/forget-box.js';
import { removeDatabases } from '../tests/remove-databases.js';
import { settle } from '../tests/settle.js';
import { until } from '../tests/until.js';
import { facilityDatabase, inboxDatabase, type BoxId } from '../records/ids.js';
import type { Outcome } from './ensure/centre-work.js';
import { prepareFacility } from './facility-database.js';

/** A box that no CouchDB has yet, and that is cleaned up after; `shared` too, unless it was there. */
async function newBox(t: Test, couch: CouchUnderTest): Promise<BoxId> {
  if ((await couch.ask('HEAD', '/shared')).status === 404)
    t.teardown(() => removeDatabases(couch, ['shared']));
  const box = `ZZ${randomInt(100_000, 999_999)}`;
  t.teardown(() => forgetBox(couch.nano, box));
  return box;
}

async function outcomes(
  couch: CouchUnderTest,
  box: BoxId,
  password: string,
): Promise<Record<string, Outcome>> {
  const prepared = await prepareFacility({ nano: couch.nano, box, password });
  return Object.fromEntries(prepared.map(({ what, outcome }) => [what, outcome]));
}

function record(id: string, more: object = {}): object {
  return { _id: id, type: 'visit', n: 1, at: '2026-11-21T04:30:00.000Z', by: 'sunita', v: 1, ...more };
}

t.test('the first run makes everything, the next finds it standing, a change is mended', async (t) => {
  const couch = await couchUnderTest(t);
  const box = await newBox(t, couch);
  const ledger = facilityDatabase(box);
  const first = await outcomes(couch, box, 'one');
  const own = [ledger, `${ledger}/_design/ledger`, `${ledger}/_security`, inboxDatabase(box)];
  for (const what of [...own, `_users/org.couchdb.user:${box}`]) t.equal(first[what], 'made', what);
  const second = await outcomes(couch, box, 'one');
  t.same(new Set(Object.values(second)), new Set(['stands']));
  t.same(Object.keys(second), Object.keys(first));
  await couch.ask('PUT', `/${ledger}/_security`, {});
  const third = await outcomes(couch, box, 'two');
  await settle();
  const changed = Object.entries(third).filter(([, outcome]) => outcome !== 'stands');
  t.same(changed, [
    [`${ledger}/_security`, 'updated'],
    [`_users/org.couchdb.user:${box}`, 'updated'],
  ]);
  const lets = async (password: string): Promise<number> =>
    (await couch.ask('GET', `/${ledger}`, undefined, { as: `${box}:${password}` })).status;
  // CouchDB remembers a password for a moment.
  await until('the old password is over', async () => (await lets('one')) !== 200);
  t.equal(await lets('two'), 200);
  t.equal(await lets('one'), 401);
});

t.test("a box uses its own databases and shared, and nobody else's", async (t) => {
  const couch = await couchUnderTest(t);
  const [box, other] = [await newBox(t, couch), await newBox(t, couch)];
  await prepareFacility({ nano: couch.nano, box, password: 'one' });
  await prepareFacility({ nano: couch.nano, box: other, password: 'two' });
  const as = `${box}:one`;
  const status = async (path: string, who: string | null = as): Promise<number> => {
    return (await couch.ask('GET', path, undefined, { as: who })).status;
  };
  t.equal(await status(`/${facilityDatabase(box)}/_all_docs`), 200);
  t.equal(await status(`/${inboxDatabase(box)}/_changes`), 200);
  t.equal(await status('/shared/_all_docs'), 200);
  t.equal(await status(`/${facilityDatabase(other)}`), 403);
  t.equal(await status(`/${inboxDatabase(other)}/_all_docs`), 403);
  t.equal(await status('/shared', null), 401);
  t.not(await status('/_users/_all_docs'), 200);
  for (const down of [inboxDatabase(box), 'shared']) {
    t.equal(
      (await couch.ask('PUT', `/${down}/x-${box}`, {}, { as })).status,
      403,
      `it does not write ${down}`,
    );
    t.equal(
      (await couch.ask('PUT', `/${down}/_local/x-${box}`, {}, { as })).status,
      201,
      'but may keep its place',
    );
  }
  t.not((await couch.ask('PUT', `/${facilityDatabase(box)}/_design/x`, {}, { as })).status, 201);
});

t.test("the router's role writes what comes down", async (t) => {
  const couch = await couchUnderTest(t);
  const box = await newBox(t, couch);
  await prepareFacility({ nano: couch.nano, box, password: 'one' });
  const router = await couch.user(['centre']);
  const put = await couch.ask('PUT', `/${inboxDatabase(box)}/referral`, {}, { as: router.auth });
  t.equal(put.status, 201);
});

t.test('the ledger takes new records of its own box, once, by either kind of write', async (t) => {
  const couch = await couchUnderTest(t);
  const box = await newBox(t, couch);
  await prepareFacility({ nano: couch.nano, box, password: 'one' });
  await settle();
  const path = `/${facilityDatabase(box)}/_bulk_docs`;
  const write = async (docs: object[], newEdits: boolean, as?: string): Promise<unknown> => {
    const options = as === undefined ? {} : { as };
    const { body } = await couch.ask('POST', path, { docs, new_edits: newEdits }, options);
    return (body as { error?: string }[]).map(({ error }) => error ?? 'ok');
  };
  const as = `${box}:one`;
  t.same(await write([record(`visit:${box}:20261121-001`), record('visit:ZZ11:20261121-001')], true, as), [
    'ok',
    'forbidden',
  ]);
  t.same(await write([{ ...record(`visit:${box}:20261121-002`), _rev: '1-aa' }], false, as), []);
  t.same(
    await write([{ ...record(`visit:${box}:20261121-002`), _rev: '1-aa' }], false, as),
    [],
    'again, in silence',
  );
  t.same(await write([{ ...record('visit:ZZ11:20261121-002'), _rev: '1-aa' }], false, as), ['forbidden']);
  const next = { _rev: '2-bb', _revisions: { start: 2, ids: ['bb', 'aa'] } };
  t.same(await write([{ ...record(`visit:${box}:20261121-002`), ...next }], false, as), ['forbidden']);
  t.same(await write([{ ...record(`visit:${box}:20261121-002`), ...next, _deleted: true }], false, as), [
    'forbidden',
  ]);
  const change = { _rev: '1-aa', n: 2 };
  t.same(
    await write([record(`visit:${box}:20261121-002`, change)], true),
    ['forbidden'],
    'not even an admin changes it',
  );
  t.same(await write([record(`visit:${box}:20261121-003`, { n: 0 })], true), ['forbidden']);
  const rival = { ...record(`visit:${box}:20261121-002`), _rev: '1-bb' };
  if (couch.isEmbedded)
    t.same(await write([rival], false, as), ['forbidden'], 'nor may a second first revision stand beside');
});

t.test('it says what is wrong: no box, no centre, no admin', async (t) => {
  const couch = await couchUnderTest(t);
  const box = await newBox(t, couch);
  const prepare = async (url: string, id: BoxId): Promise<unknown> => {
    return prepareFacility({ nano: Nano(url), box: id, password: 'one' }).catch((error: unknown) => error);
  };
  t.match(await prepare(couch.url, 'br1042'), { code: 'bad-input' });
  t.match(await prepare('http://127.0.0.1:9', box), { code: 'centre-unreachable' });
  const nobody = new URL(couch.url);
  nobody.username = '';
  nobody.password = '';
  t.match(await prepare(nobody.href, box), {
    code: 'centre-refused',
    params: { status: 401 },
    hint: 'hints.serverAdmin',
  });
});
