import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import t from 'tap';
import { prepareFacility } from '../central/facility-database.js';
import type { LedgerRecord } from '../records/ledger-record.js';
import { facilityDatabase, inboxDatabase, papersDatabase, visitId } from '../records/ids.js';
import { plainBytes } from '../sync/exchange/plain-bytes.js';
import { atCentre, HURRIED, PASSWORD, PATIENCE, setOut, standsAtCentre, visit } from './exchange-journey.js';
import { forgetBox } from './forget-box.js';
import { loseDatabase } from './lose-database.js';
import { settle } from './settle.js';
import { until } from './until.js';

t.test('a backlog goes up in one request, and what is at the centre comes down in its answer', async (t) => {
  const journey = await setOut(t);
  await journey.write(2_300);
  await journey.nano
    .use(inboxDatabase(journey.box))
    .insert({ type: 'note', text: 'नमस्ते' } as object, 'note:1');
  await settle();
  const replication = journey.start();
  const state = await replication.syncNow(PATIENCE);
  t.match(state, { kind: 'up-to-date', waiting: 0, received: 1 });
  await standsAtCentre(t, journey);
  t.match(await journey.databases.inbox.get('note:1'), { text: 'नमस्ते' });
  t.equal(journey.line.connections, 1);
});

t.test(
  'a box that somebody’s wrong passwords have locked out is told to come again, not that it is refused',
  async (t) => {
    const journey = await setOut(t);
    const knock = async (password: string): Promise<[status: number, after: string | null]> => {
      const authorization = `Basic ${Buffer.from(`${journey.box}:${password}`).toString('base64')}`;
      const address = `${journey.line.url}/exchange/${journey.box}`;
      const answer = await fetch(address, { method: 'POST', headers: { authorization } });
      await answer.body?.cancel();
      return [answer.status, answer.headers.get('retry-after')];
    };
    for (let tries = 0; tries < 5; tries += 1) t.same(await knock('wrong'), [401, null]);
    t.same(await knock(PASSWORD), [503, '300']);
  },
);

t.test('a cut costs what was on the way, and the rest goes on behind it', async (t) => {
  const journey = await setOut(t);
  await journey.write(2_300);
  journey.line.cutEvery(3_000);
  const replication = journey.start();
  const state = await replication.syncNow(PATIENCE);
  t.match(state, { kind: 'up-to-date', waiting: 0 });
  await standsAtCentre(t, journey);
  t.ok(journey.line.connections > 3, `${journey.line.connections} connections`);
});

t.test(
  'an urgent record leaves before a backlog and before papers, within a budget that both exceed',
  async (t) => {
    const journey = await setOut(t);
    await journey.write(1_500);
    const { papers, records } = journey.databases;
    for (let i = 0; i < 5; i += 1) await papers.put(paper(i));
    const referral = { ...visit(journey.box, 700), type: 'referral', reason: 'urgent' };
    await records.bulkDocs([
      { ...referral, _id: `${visitId(journey.box, '20261121', 700)}:referral:1`, n: 1_501 },
    ] as never[]);
    const replication = journey.start({
      isUrgent: ({ type }) => type === 'referral',
      policy: () => ({ bytesPerDay: 6_000 }),
    });
    const state = await replication.syncNow(PATIENCE);
    const there = await atCentre(journey);
    t.ok(
      there.some((row) => row.includes(':referral:1 ')),
      'the referral is there after one cycle',
    );
    t.ok(there.length < 1_501, `${there.length} records are there, the others wait for tomorrow`);
    t.ok(journey.line.up < 9_000, `${journey.line.up} bytes went up`);
    t.equal(state.kind, 'waiting');
    t.match(state, { heldBack: 'records' });
  },
);

t.test('what the budget kept back goes on where it stopped, papers last', async (t) => {
  const journey = await setOut(t);
  await journey.write(50);
  const { papers } = journey.databases;
  for (let i = 0; i < 3; i += 1) await papers.put(paper(i));
  let day = Date.parse('2026-11-21T06:00:00.000Z');
  const replication = journey.start({ now: () => day, policy: () => ({ bytesPerDay: 150_000 }) });
  await replication.syncNow(PATIENCE);
  await standsAtCentre(t, journey, 'all records');
  t.ok((await journey.nano.use(papersDatabase(journey.box)).list()).rows.length < 3, 'not all papers');
  const first = journey.line.up;
  for (let i = 0; i < 2; i += 1) {
    day += 86_400_000;
    await replication.syncNow(PATIENCE);
  }
  const { rows } = await journey.nano.use(papersDatabase(journey.box)).list();
  t.same(
    rows.map(({ id, value }) => `${id} ${value.rev}`),
    (await papers.allDocs()).rows.map((row) => ('value' in row ? `${row.id} ${row.value.rev}` : '')),
  );
  const scan = await journey.nano.use(papersDatabase(journey.box)).attachment.get('paper:1', 'scan.jpg');
  t.ok(scanned(1).equals(plainBytes(scan)));
  t.ok(
    journey.line.up < 330_000,
    `${first}, then ${journey.line.up} bytes: nothing of a paper was sent twice`,
  );
});

t.test(
  'a centre that lost what it had confirmed gets it again, and only then is it called up to date',
  async (t) => {
    const journey = await setOut(t);
    await journey.write(120);
    const replication = journey.start();
    await replication.syncNow(PATIENCE);
    await loseDatabase(journey.nano, facilityDatabase(journey.box));
    await prepareFacility({ nano: journey.nano, box: journey.box, password: PASSWORD });
    t.same(await atCentre(journey), [], 'only its designs');
    t.match(await replication.syncNow(PATIENCE), { kind: 'up-to-date', waiting: 0 });
    await standsAtCentre(t, journey);
  },
);

t.test(
  'a record of another content under the same id at the centre is noticed though the count is right',
  async (t) => {
    const journey = await setOut(t);
    await journey.write(3);
    const ledger = journey.nano.use(facilityDatabase(journey.box));
    await ledger.insert({ ...visit(journey.box, 2), words: 'something else' } as object);
    await settle();
    const state = await journey.start().syncNow(PATIENCE);
    t.equal((await atCentre(journey)).length, 3);
    t.not(state.kind, 'up-to-date');
    t.match(state.lastError, { code: 'centre-refused' });
  },
);

t.test('a gateway that was started anew is told the cursors again, and nothing comes twice', async (t) => {
  const journey = await setOut(t);
  const inbox = journey.nano.use(inboxDatabase(journey.box));
  await inbox.insert({ text: 'one' } as object, 'note:1');
  await settle();
  const replication = journey.start();
  t.match(await replication.syncNow(PATIENCE), { received: 1 });
  await journey.restartGateway();
  await inbox.insert({ text: 'two' } as object, 'note:2');
  await settle();
  t.match(await replication.syncNow(PATIENCE), { kind: 'up-to-date', received: 2 });
});

t.test('a line that goes silent without a word is given up, and the next connection goes on', async (t) => {
  const journey = await setOut(t);
  await journey.write(30);
  const replication = journey.start({ patience: { ...HURRIED, silenceMs: 1_500 } });
  await replication.syncNow(PATIENCE);
  journey.line.set('silent');
  await journey.write(30);
  const going = replication.syncNow(PATIENCE);
  await new Promise((resolve) => setTimeout(resolve, 500));
  journey.line.set('open');
  t.match(await going, { kind: 'up-to-date', waiting: 0 });
  t.ok(journey.line.connections > 1, 'over a fresh connection');
});

t.test('in the middle of a bundle silence is noticed long before it is while CouchDB writes', async (t) => {
  const journey = await setOut(t);
  await journey.databases.papers.put(paper(1));
  // The other limits are longer than this test waits.
  const patience = { ...HURRIED, silenceMs: 120_000, unansweredMs: 1_000, withoutProgressMs: 120_000 };
  const replication = journey.start({ patience });
  const going = replication.syncNow(PATIENCE);
  await until('a part of the scan has come', () => journey.line.up > 30_000);
  journey.line.set('silent');
  await new Promise((resolve) => setTimeout(resolve, 500));
  journey.line.set('open');
  t.match(await going, { kind: 'up-to-date' });
  t.equal(journey.line.connections, 2);
  t.ok(journey.line.up < 160_000, `${journey.line.up} bytes: it went on behind what had come`);
});

t.test('after a cut what comes down goes on behind the last chunk that came whole', async (t) => {
  const journey = await setOut(t);
  const docs = Array.from({ length: 1_600 }, (_, i) => ({
    _id: `note:${i}`,
    text: `नमस्ते ${randomInt(1e9)}`,
  }));
  await journey.nano.use(inboxDatabase(journey.box)).bulk({ docs });
  await settle();
  const replication = journey.start();
  await until('a chunk has come', () => replication.state().received > 0);
  journey.line.set('down');
  const before = replication.state().received;
  t.ok(before < docs.length, `${before} have come`);
  journey.line.set('open');
  t.match(await replication.syncNow(PATIENCE), { kind: 'up-to-date', received: docs.length });
});

t.test(
  'over a connection that stands a visit leaves at once, over a new one only what is urgent',
  async (t) => {
    const journey = await setOut(t);
    const replication = journey.start({
      pace: { settleMs: 10, gatherMs: 3_600_000 },
      isUrgent: ({ type }) => type === 'referral',
    });
    await replication.syncNow(PATIENCE);
    await journey.write(1);
    replication.nudge([visit(journey.box, 1) as LedgerRecord]);
    await until('the visit is there', async () => (await atCentre(journey)).length === 1);
    await until('the box knows it', () => {
      const { kind, waiting } = replication.state();
      return kind === 'up-to-date' && waiting === 0;
    });
    t.equal(journey.line.connections, 1);

    journey.line.set('down');
    journey.line.set('open');
    // The box has to hear of the break before.
    await new Promise((resolve) => setTimeout(resolve, 100));
    await journey.write(1);
    replication.nudge([visit(journey.box, 2) as LedgerRecord]);
    await new Promise((resolve) => setTimeout(resolve, 300));
    t.equal(journey.line.connections, 1, 'it waits for what else is written');
    const referral = { ...visit(journey.box, 3), type: 'referral' } as LedgerRecord;
    await journey.databases.records.put(referral);
    replication.nudge([referral]);
    await until('all three are there', async () => (await atCentre(journey)).length === 3);
    t.equal(journey.line.connections, 2);
  },
);

t.test(
  'where only the gateway is down, records go past it, and through it again when it is back',
  async (t) => {
    const journey = await setOut(t);
    await journey.write(20);
    journey.line.set('down');
    const { origin } = new URL(journey.nano.config.url);
    const replication = journey.start({
      centre: { url: origin, user: journey.box, password: PASSWORD, gateway: journey.line.url },
      retry: () => 1,
      patience: { ...HURRIED, withoutProgressMs: 50 },
    });
    for (let i = 0; i < 20 && replication.state().kind !== 'up-to-date'; i += 1)
      await replication.syncNow(PATIENCE);
    await standsAtCentre(t, journey);
    journey.line.set('open');
    await journey.write(20);
    t.match(await replication.syncNow(PATIENCE), { kind: 'up-to-date', waiting: 0 });
    t.equal(journey.line.connections, 1);
  },
);

t.test('a wrong password is said as such, and a box is not let into the ledger of another', async (t) => {
  const journey = await setOut(t);
  await journey.write(1);
  const url = journey.line.url;
  const wrong = { url, user: journey.box, password: 'wrong', gateway: url };
  t.match(await journey.start({ centre: wrong }).syncNow(PATIENCE), { kind: 'refused', waiting: 1 });
  const other = `${journey.box.slice(0, 4)}${randomInt(100, 999)}`;
  t.teardown(() => forgetBox(journey.nano, other));
  await prepareFacility({ nano: journey.nano, box: other, password: PASSWORD });
  const account = Buffer.from(`${other}:${PASSWORD}`).toString('base64');
  const response = await fetch(`${url}/exchange/${journey.box}`, {
    method: 'POST',
    headers: { authorization: `Basic ${account}` },
    body: '',
  });
  t.equal(response.status, 403);
});

t.test('a gateway with too much to do says when to come again, and nothing is lost', async (t) => {
  const journey = await setOut(t, { most: 1 });
  await journey.write(10);
  const account = Buffer.from(`${journey.box}:${PASSWORD}`).toString('base64');
  const place = http.request(`${journey.line.url}/exchange/${journey.box}`, {
    method: 'POST',
    headers: { authorization: `Basic ${account}` },
  });
  // It holds the one place and says nothing.
  place.on('error', () => undefined).flushHeaders();
  await once(place, 'response');
  const replication = journey.start();
  const busy = await replication.syncNow(PATIENCE);
  t.match(busy, {
    kind: 'offline',
    waiting: 10,
    lastError: { message: 'The centre has too much to do now' },
  });
  t.ok(Date.parse(busy.nextTry ?? '') - Date.now() > 2_000, 'it comes again when the gateway said');
  place.destroy();
  await once(place, 'close');
  await until('the place is free', async () => {
    const { kind, waiting } = await replication.syncNow(PATIENCE);
    return kind === 'up-to-date' && waiting === 0;
  });
});

function scanned(i: number): Buffer {
  return Buffer.from(Array.from({ length: 100_000 }, (_, at) => (at * 7 + i * 13 + ((at * at) % 251)) % 256));
}

function paper(i: number): PouchDB.Core.PutDocument<object> {
  const data = scanned(i).toString('base64');
  return { _id: `paper:${i}`, _attachments: { 'scan.jpg': { content_type: 'image/jpeg', data } } };
}
