import t, { type Test } from 'tap';
import { inboxDatabase, facilityDatabase } from '../records/ids.js';
import { startBadLine } from './bad-line.js';
import { startClusterLine, type ClusterLine } from './cluster-line.js';
import { type ExchangeJourney, PASSWORD, PATIENCE, setOut, standsAtCentre } from './exchange-journey.js';
import { openCentre } from './open-centre.js';
import { setOutWithSticks } from './stick-journey.js';
import { until } from './until.js';

t.setTimeout(240_000);

/** What becomes of the first writes while nodes of the cluster die and come back; then all is well. */
const FATES = ['open', 'cut', 'lost-answer', 'few-nodes', 'full', 'open'] as const;

t.test(
  'nodes die and come back in the middle of a push: what was not vouched for comes again, and stands once',
  async (t) => {
    const centre = await openCentre(t);
    const nodes = await startClusterLine(new URL(centre).origin);
    const line = await startBadLine(nodes.url);
    t.teardown(async () => {
      await line.close();
      await nodes.close();
    });
    const journey = await setOut(t, { couchUrl: line.url, centre });
    let writes = 0;
    line.onRequest((request) => {
      if (!request.endsWith('_bulk_docs')) return 'open';
      writes += 1;
      const fate = FATES[writes - 1] ?? 'open';
      nodes.nodes = { few: fate === 'few-nodes' };
      return fate === 'few-nodes' ? 'open' : fate;
    });
    await journey.write(3_000);
    const replication = journey.start();
    t.teardown(() => replication.stop());
    await until('everything has arrived', async () => {
      const { kind } = await replication.syncNow({ timeoutMs: 20_000 });
      return kind === 'up-to-date';
    });
    t.ok(writes > FATES.length, `${writes} writes`);
    await standsOnce(t, journey);
    const whys = journey.entries.flatMap(({ code, why }) => (code === 'centre-down' ? [why] : []));
    t.ok(whys.includes('Too few nodes of the CouchDB are up.'), `the gateway said so: ${whys.join(' ')}`);
  },
);

t.test('a copy that is behind is given time, and nothing is sent anew', async (t) => {
  const { journey, nodes } = await clustered(t);
  await journey.write(300);
  const replication = journey.start();
  t.match(await replication.syncNow(PATIENCE), { kind: 'up-to-date' });
  const before = nodes.posted;
  nodes.nodes = { behind: true };
  await journey.write(20);
  const going = replication.syncNow(PATIENCE);
  const sums = (): number => nodes.requests.filter((request) => request.includes('/_view/')).length;
  const looked = sums();
  await until('the old sum was told', () => sums() > looked);
  nodes.nodes = {};
  t.match(await going, { kind: 'up-to-date', waiting: 0 });
  t.equal(nodes.posted - before, 20);
  await standsOnce(t, journey);
});

t.test('past the gateway, too, a count that is behind starts no full comparison', async (t) => {
  const { journey, nodes } = await clustered(t);
  const centre = { url: nodes.url, user: journey.box, password: PASSWORD };
  const replication = journey.start({ centre });
  await journey.write(50);
  t.match(await replication.syncNow(PATIENCE), { kind: 'up-to-date' });
  const before = nodes.requests.length;
  nodes.nodes = { behind: true };
  await journey.write(5);
  const going = replication.syncNow(PATIENCE);
  await until('the old count was told', () => nodes.requests.slice(before).includes('GET'));
  nodes.nodes = {};
  t.match(await going, { kind: 'up-to-date', waiting: 0 });
  const asked = nodes.requests.slice(before).filter((request) => request.startsWith('POST _revs_diff'));
  t.equal(asked.length, 1, 'of the five alone');
  await standsOnce(t, journey);
});

t.test('sequences of another copy, with a smaller count in front, are no older database', async (t) => {
  for (const way of ['exchange', 'replication'] as const) {
    const { journey, nodes } = await clustered(t);
    await notes(journey, [1, 2, 3]);
    const { box } = journey;
    const replication = journey.start(
      way === 'exchange' ? {} : { centre: { url: nodes.url, user: box, password: PASSWORD } },
    );
    const { received } = await replication.syncNow(PATIENCE);
    t.same(await notesHere(journey), [1, 2, 3]);
    const before = nodes.requests.length;
    nodes.nodes = { countsLess: true };
    t.match(await replication.syncNow(PATIENCE), { kind: 'up-to-date', received }, way);
    const looks = nodes.requests.slice(before).filter((request) => request.includes('_changes'));
    t.ok(
      looks.every((request) => /since=\d+-/.test(request)),
      `${way}: never from the start: ${looks.join(' ')}`,
    );
    await notes(journey, [4]);
    t.match(await replication.syncNow(PATIENCE), { received: received + 1 }, `${way}: what is new comes`);
  }
});

t.test('a document that only one copy has yet is waited for, and not passed over', async (t) => {
  for (const way of ['exchange', 'replication'] as const) {
    const { journey, nodes } = await clustered(t);
    const { box } = journey;
    const replication = journey.start(
      way === 'exchange' ? {} : { centre: { url: nodes.url, user: box, password: PASSWORD } },
    );
    await replication.syncNow(PATIENCE);
    nodes.nodes = { ahead: true };
    await notes(journey, [1, 2]);
    const going = replication.syncNow(PATIENCE);
    await until('it was asked for', () => nodes.requests.some((request) => request.includes('_bulk_get')));
    nodes.nodes = {};
    await going;
    await until(`${way}: both have come`, async () => {
      await replication.syncNow(PATIENCE);
      return (await notesHere(journey)).length === 2;
    });
  }
});

t.test('what a copy did not know of when it was asked comes when another one is', async (t) => {
  for (const way of ['exchange', 'replication'] as const) {
    const { journey, nodes } = await clustered(t);
    const { box } = journey;
    await notes(journey, [1]);
    const replication = journey.start(
      way === 'exchange' ? {} : { centre: { url: nodes.url, user: box, password: PASSWORD } },
    );
    await replication.syncNow(PATIENCE);
    await notes(journey, [2]);
    nodes.nodes = { unaware: true };
    t.match(await replication.syncNow(PATIENCE), { kind: 'up-to-date' });
    t.same(await notesHere(journey), [1]);
    nodes.nodes = {};
    await replication.syncNow(PATIENCE);
    t.same(await notesHere(journey), [1, 2], way);
  }
});

t.test('changes that come again from the start are known already', async (t) => {
  const { journey, nodes } = await clustered(t);
  await notes(journey, [1, 2, 3]);
  const replication = journey.start();
  await replication.syncNow(PATIENCE);
  nodes.nodes = { rewound: true };
  await notes(journey, [4]);
  t.match(await replication.syncNow(PATIENCE), { kind: 'up-to-date' });
  nodes.nodes = {};
  t.match(await replication.syncNow(PATIENCE), { kind: 'up-to-date' });
  t.same(await notesHere(journey), [1, 2, 3, 4]);
  const { rows } = await journey.databases.inbox.allDocs({ include_docs: true, conflicts: true });
  t.notOk(rows.some((row) => 'doc' in row && row.doc?._conflicts));
});

t.test('while no node has the database the box waits; it is not refused', async (t) => {
  const { journey, nodes } = await clustered(t);
  const { box } = journey;
  await journey.write(5);
  for (const options of [{}, { centre: { url: nodes.url, user: box, password: PASSWORD } }]) {
    nodes.nodes = { none: true };
    const replication = journey.start({ ...options, retry: () => 60_000 });
    t.match(await replication.syncNow(PATIENCE), { kind: 'offline', waiting: 5 });
    t.match(journey.entries.at(-1), { code: 'centre-down' }, 'the gateway knows why');
    nodes.nodes = {};
    await replication.stop();
  }
  t.match(await journey.start().syncNow(PATIENCE), { kind: 'up-to-date', waiting: 0 });
  await standsOnce(t, journey);
});

t.test('checkpoints that a copy has missed cost a look, and nothing stands twice', async (t) => {
  const { journey, nodes } = await clustered(t);
  await journey.write(10);
  await notes(journey, [1]);
  const replication = journey.start();
  await replication.syncNow(PATIENCE);
  nodes.nodes = { forgetful: true };
  await journey.write(5);
  await notes(journey, [2]);
  t.match(await replication.syncNow(PATIENCE), { kind: 'up-to-date', waiting: 0 });
  nodes.nodes = {};
  t.match(await replication.syncNow(PATIENCE), { kind: 'up-to-date', waiting: 0 });
  t.same(await notesHere(journey), [1, 2]);
  await standsOnce(t, journey);
});

t.test('a receipt for a stick tells what the centre has, not what a copy has that is behind', async (t) => {
  const url = await openCentre(t);
  const nodes = await startClusterLine(new URL(url).origin);
  t.teardown(() => nodes.close());
  const journey = await setOutWithSticks(t, undefined, { url, couchUrl: nodes.url });
  for (const behind of [false, true]) {
    await journey.slips(2);
    const stick = await journey.stick();
    await journey.write(stick);
    nodes.nodes = { behind };
    const before = nodes.requests.length;
    const taking = journey.atCentre(stick);
    await until('the sum was asked for', () =>
      nodes.requests.slice(before).some((request) => request.includes('/_view/days')),
    );
    nodes.nodes = {};
    t.same((await taking).failed, []);
    const { files } = await journey.take(stick);
    t.match(files.at(-1)?.receipt, { outcome: 'complete' });
  }
});

/** A box whose gateway reaches its CouchDB as a cluster. */
async function clustered(t: Test): Promise<{ journey: ExchangeJourney; nodes: ClusterLine }> {
  const centre = await openCentre(t);
  const nodes = await startClusterLine(new URL(centre).origin);
  t.teardown(() => nodes.close());
  return { journey: await setOut(t, { couchUrl: nodes.url, centre }), nodes };
}

async function notes({ nano, box }: ExchangeJourney, numbers: readonly number[]): Promise<void> {
  const inbox = nano.use<{ n: number }>(inboxDatabase(box));
  for (const n of numbers) await inbox.insert({ n }, `note:${n}`);
}

async function notesHere({ databases }: ExchangeJourney): Promise<number[]> {
  const { rows } = await databases.inbox.allDocs({ startkey: 'note:', endkey: 'note;' });
  return rows.map(({ id }) => Number(id.slice('note:'.length)));
}

/** All of the box's records are at the centre, each of them once. */
async function standsOnce(t: Test, journey: ExchangeJourney): Promise<void> {
  await standsAtCentre(t, journey);
  const { rows } = await journey.nano
    .use(facilityDatabase(journey.box))
    .list({ conflicts: true, include_docs: true });
  t.same(
    rows.filter(({ doc }) => doc && '_conflicts' in doc),
    [],
    'nothing stands twice',
  );
}
