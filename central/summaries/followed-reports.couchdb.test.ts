import t from 'tap';
import { removeDatabases } from '../../tests/remove-databases.js';
import { openRouterCentre, type RouterCentre } from '../../tests/router-centre.js';
import { startDyingNode } from '../../tests/dying-node.js';
import { startRecordingProxy } from '../../tests/recording-proxy.js';
import { RouterCouch } from '../router/router-couch.js';
import { FollowedReports } from './followed-reports.js';

const summary = (facility: string, day: string) => ({
  ...{ _id: `${day}:${facility}`, type: 'summary', day, facility, box: facility },
  ...{ state: '10', district: '203', block: '1', figures: { opd: 1 }, from: 'summary:x' },
});

const write = ({ couch }: RouterCentre, ...docs: ReturnType<typeof summary>[]) =>
  couch.nano.use('summaries').bulk({ docs }, { w: 3 });

t.test('from when to when each facility reported is followed, whatever order its days come in', async (t) => {
  const centre = await openRouterCentre(t, 1);
  const proxy = await startRecordingProxy(t, centre.couch.url);
  const behind = new URL(centre.url);
  behind.port = new URL(proxy.url).port;
  const reports = new FollowedReports(new RouterCouch(behind.href), Date.now);
  t.same([...(await reports.read())], [], 'nobody yet');

  await write(centre, summary('BR1', '20261105'), summary('BR1', '20261103'), summary('BR2', '20261105'));
  const told = { BR1: { first: '20261103', last: '20261105' }, BR2: { first: '20261105', last: '20261105' } };
  t.same(Object.fromEntries(await reports.read()), told);
  const anew = new FollowedReports(new RouterCouch(centre.url), Date.now);
  t.same(Object.fromEntries(await anew.read()), told, 'who begins now reads the same');

  await write(centre, summary('BR2', '20261101'), summary('BR1', '20261106'));
  t.match(Object.fromEntries(await reports.read()), {
    BR1: { first: '20261103', last: '20261106' },
    BR2: { first: '20261101', last: '20261105' },
  });
  const from = proxy.recorded.length;
  await Promise.all([reports.read(), reports.read(), reports.read()]);
  t.match(proxy.recorded.slice(from), [{ path: '/summaries/_changes' }], 'one question for all who ask');
});

t.test('a day that somebody took away counts no more, and a restored database is read anew', async (t) => {
  const centre = await openRouterCentre(t, 1);
  await write(centre, summary('BR1', '20261103'), summary('BR1', '20261105'));
  const reports = new FollowedReports(new RouterCouch(centre.url), Date.now);
  await reports.read();
  const summaries = centre.couch.nano.use('summaries');
  const { _rev } = await summaries.get('20261105:BR1');
  await summaries.destroy('20261105:BR1', _rev);
  await centre.couch.settle();
  t.match((await reports.read()).get('BR1'), { first: '20261103', last: '20261103' });

  const designs = await summaries.list({ startkey: '_design/', endkey: '_design0', include_docs: true });
  await removeDatabases(centre.couch, ['summaries']);
  await centre.couch.ask('PUT', '/summaries');
  const { body: security } = await centre.couch.ask('GET', '/shared/_security');
  await centre.couch.ask('PUT', '/summaries/_security', security);
  for (const { doc } of designs.rows) {
    const { _rev: _, ...design } = doc as { _id: string; _rev: string };
    await summaries.insert(design);
  }
  await write(centre, summary('BR7', '20261104'));
  await reports.read();
  await write(centre, summary('BR7', '20261106'));
  t.match((await reports.read()).get('BR7'), { last: '20261106' });
});

t.test('a facility that the copy lacked which was read first is known some minutes later', async (t) => {
  const centre = await openRouterCentre(t, 1);
  const node = await startDyingNode(centre.url);
  t.teardown(() => node.close());
  await write(centre, summary('BR1', '20261103'), summary('BR2', '20261105'));
  let now = 0;
  const reports = new FollowedReports(new RouterCouch(node.url), () => now);
  node.onRequest((_method, path) => (path.includes('/_view/') ? 'behind' : 'well'));
  t.same([...(await reports.read()).keys()], ['BR1']);
  node.onRequest(() => 'well');
  now += 600_000;
  t.same([...(await reports.read()).keys()], ['BR1', 'BR2']);
  node.onRequest((_method, path) => (path.includes('/_view/') ? 'behind' : 'well'));
  now += 600_000;
  t.same([...(await reports.read()).keys()], ['BR1', 'BR2'], 'and is not forgotten again');
});
