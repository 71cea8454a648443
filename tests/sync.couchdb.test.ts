import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Nano from 'nano';
import type { ServerScope } from 'nano';
import t from 'tap';
import type { Test } from 'tap';
import { prepareFacility } from '../central/facility-database.js';
import { openDatabases } from '../node-server/store/databases.js';
import type { Databases } from '../node-server/store/databases.js';
import { facilityDatabase, inboxDatabase, visitId } from '../records/ids.js';
import { startReplication } from '../sync/replicate.js';
import type { Replication } from '../sync/replicate.js';
import type { ReplicationOptions } from '../sync/replication-options.js';
import type { SyncState } from '../sync/sync-state.js';
import { startBadLine } from './bad-line.js';
import type { BadLine } from './bad-line.js';
import { copiesOf } from './copies-of.js';
import { forgetBox } from './forget-box.js';
import { loseDatabase } from './lose-database.js';
import { openCentre } from './open-centre.js';
import { settle } from './settle.js';

/** Waits of a few seconds (before the centre is asked to count again) take none. */
const HURRIED = {
  setTimeout: (callback: () => void, ms: number): unknown => setTimeout(callback, ms <= 5_000 ? 1 : ms),
  clearTimeout: (timer: unknown): void => clearTimeout(timer as NodeJS.Timeout),
};

const PASSWORD = 'box-password';
const PATIENCE = { timeoutMs: 60_000 };

interface Journey {
  box: string;
  folder: string;
  line: BadLine;
  /** as the centre's admin, past the line */
  nano: ServerScope;
  databases: Databases;
  states: SyncState[];
  prepare(): Promise<void>;
  start(options?: Partial<ReplicationOptions>): Replication;
  write(count: number): Promise<void>;
  /** closes the databases and opens them again, as after a restart */
  reopen(): Promise<void>;
  closeDatabases(): Promise<void>;
}

async function setOut(t: Test): Promise<Journey> {
  const url = await openCentre(t);
  const nano = Nano(url);
  const { origin } = new URL(url);
  const line = await startBadLine(origin);
  // A real CouchDB keeps what an earlier run left.
  const box = `BR${randomInt(10_000, 999_999)}`;
  const folder = await mkdtemp(join(tmpdir(), 'nadi-sync-'));
  const running: Replication[] = [];
  const states: SyncState[] = [];
  let written = 0;
  const journey: Journey = {
    box,
    folder,
    line,
    nano,
    databases: await openDatabases(folder),
    states,
    prepare: async () => void (await prepareFacility({ nano, box, password: PASSWORD })),
    start: (options = {}) => {
      const replication = startReplication({
        ...journey.databases,
        centre: { url: line.url, user: box, password: PASSWORD },
        box,
        now: () => Date.now(),
        retry: () => 20,
        onState: (state) => states.push(state),
        log: { info: () => undefined, warn: () => undefined },
        limits: { answerMs: 10_000, bytesPerSecond: 10_000 },
        ...options,
      });
      running.push(replication);
      return replication;
    },
    write: async (count) => {
      const records = Array.from({ length: count }, () => visit(box, (written += 1)));
      await journey.databases.records.bulkDocs(records as never[]);
    },
    reopen: async () => {
      await Promise.all(running.splice(0).map((replication) => replication.stop()));
      await journey.closeDatabases();
      journey.databases = await openDatabases(folder);
    },
    closeDatabases: async () => {
      await Promise.all(
        Object.values(journey.databases).map((database: PouchDB.Database) => database.close()),
      );
    },
  };
  t.teardown(async () => {
    await Promise.all(running.map((replication) => replication.stop()));
    await line.close();
    await journey.closeDatabases();
    await forgetBox(nano, box);
    await rm(folder, { recursive: true, force: true });
  });
  return journey;
}

function visit(box: string, n: number): { _id: string; n: number; at: string } {
  const at = new Date(Date.parse('2026-11-21T03:30:00.000Z') + n * 1_000).toISOString();
  const record = {
    _id: visitId(box, '20261121', n),
    type: 'visit',
    n,
    at,
    by: 'sunita',
    v: 1,
    words: 'बुखार',
  };
  return record;
}

async function atCentre({ nano, box }: Journey): Promise<string[]> {
  const { rows } = await nano.use(facilityDatabase(box)).list();
  return rows.filter(({ id }) => !id.startsWith('_design/')).map(({ id, value }) => `${id} ${value.rev}`);
}

async function onBox({ databases }: Journey): Promise<string[]> {
  const { rows } = await databases.records.allDocs();
  return rows.flatMap((row) => ('value' in row ? [`${row.id} ${row.value.rev}`] : []));
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

function pushes({ line }: Journey): number {
  return line.requests.filter((request) => request === 'POST _bulk_docs').length;
}

t.test(
  'a day that was written offline is at the centre when the line is back, revision for revision',
  async (t) => {
    const journey = await setOut(t);
    await journey.prepare();
    journey.line.set('cut');
    const replication = journey.start();
    await journey.write(150);
    replication.nudge();
    await until(() => replication.state().kind === 'offline' && replication.state().waiting === 150);
    t.equal(replication.state().oldestWaiting, visit(journey.box, 1).at);
    journey.line.set('open');
    await until(() => replication.state().kind === 'up-to-date');
    t.match(replication.state(), { waiting: 0, lastError: undefined, nextTry: undefined });
    t.type(replication.state().lastConfirmed, 'string');
    t.equal((await atCentre(journey)).length, 150);
    t.same(await atCentre(journey), await onBox(journey));
  },
);

t.test('records go up soon after the nudge, without being asked for', async (t) => {
  const journey = await setOut(t);
  await journey.prepare();
  const replication = journey.start({ pace: { settleMs: 10 } });
  await until(() => replication.state().kind === 'up-to-date');
  for (let n = 1; n <= 3; n += 1) {
    journey.line.requests.length = 0;
    await journey.write(2);
    replication.nudge();
    await until(() => replication.state().waiting > 0);
    await until(() => replication.state().kind === 'up-to-date');
    t.equal((await atCentre(journey)).length, 2 * n);
  }
  // A cluster is asked to count once more where the copy that answered lacked something yet.
  const isCluster = (await copiesOf(journey.nano, 'shared')) > 1;
  const asked = journey.line.requests.filter(
    (request, i, all) => !isCluster || i < 3 || request !== all[i - 1],
  );
  t.same(asked, ['POST _revs_diff', 'POST _bulk_docs', 'GET'], 'in three requests');
  t.ok(journey.states.some(({ kind, waiting }) => kind === 'sending' && waiting > 0));
  t.notOk(journey.states.some(({ kind, waiting }) => kind === 'up-to-date' && waiting > 0));
});

t.test('a second sync asks three small questions and sends nothing', async (t) => {
  const journey = await setOut(t);
  await journey.prepare();
  await journey.write(40);
  const replication = journey.start();
  await replication.syncNow(PATIENCE);
  t.equal(replication.state().kind, 'up-to-date');
  const sent = pushes(journey);
  t.equal(sent, 1);
  await replication.syncNow(PATIENCE);
  const before = journey.line.requests.length;
  await replication.syncNow(PATIENCE);
  // What comes down is asked after by what the database says of itself; of a cluster any copy may have said it.
  const down = (await copiesOf(journey.nano, 'shared')) > 1 ? ['GET', 'GET _changes'] : ['GET'];
  t.same(journey.line.requests.slice(before), ['GET', ...down, ...down]);
  t.equal(pushes(journey), sent);
});

t.test('after a restart nothing is sent again and the state is known at once', async (t) => {
  const journey = await setOut(t);
  await journey.prepare();
  await journey.write(30);
  await journey.start().syncNow(PATIENCE);
  await journey.reopen();
  await journey.write(5);
  journey.line.set('cut');
  const offline = journey.start();
  await until(() => offline.state().kind === 'offline');
  t.match(offline.state(), { waiting: 5, oldestWaiting: visit(journey.box, 31).at, lastConfirmed: String });
  journey.line.set('open');
  await offline.syncNow(PATIENCE);
  t.equal(offline.state().kind, 'up-to-date');
  t.same(await atCentre(journey), await onBox(journey));
});

t.test('a push that breaks in the middle goes on where it stood', async (t) => {
  const journey = await setOut(t);
  await journey.prepare();
  await journey.write(1_200);
  let batches = 0;
  journey.line.onRequest((request) => {
    if (request !== 'POST _bulk_docs') return null;
    batches += 1;
    // The second batch arrives, but the box never hears of it.
    return batches === 2 ? 'lost-answer' : null;
  });
  const replication = journey.start({ retry: () => 50_000 });
  await until(() => replication.state().kind === 'offline');
  // Where a batch ends depends on how fast the ledger is read.
  const confirmed = 1_200 - replication.state().waiting;
  t.ok(confirmed > 0, 'the first batch is not sent again');
  t.ok((await atCentre(journey)).length > confirmed, 'the second is there, but nobody said so');
  journey.line.set('open');
  const state = await replication.syncNow(PATIENCE);
  t.match(state, { kind: 'up-to-date', waiting: 0 });
  t.same(await atCentre(journey), await onBox(journey));
});

t.test('a box that is killed in the middle of a push knows afterwards what the centre has', async (t) => {
  const journey = await setOut(t);
  await journey.prepare();
  await journey.write(1_200);
  await journey.closeDatabases();
  const sender = spawn(
    process.execPath,
    [
      fileURLToPath(new URL('./sync-sender.js', import.meta.url)),
      journey.folder,
      journey.line.url,
      journey.box,
      PASSWORD,
    ],
    { stdio: 'ignore' },
  );
  let batches = 0;
  journey.line.onRequest((request) => {
    if (request === 'POST _bulk_docs') batches += 1;
    if (batches === 2) sender.kill('SIGKILL');
    return null;
  });
  await once(sender, 'exit');
  journey.line.set('cut');
  journey.databases = await openDatabases(journey.folder);
  const replication = journey.start();
  await until(() => replication.state().kind === 'offline');
  const confirmed = 1_200 - replication.state().waiting;
  t.ok(
    confirmed > 0 && confirmed <= (await atCentre(journey)).length,
    `${confirmed} were confirmed before the kill`,
  );
  journey.line.set('open');
  t.match(await replication.syncNow(PATIENCE), { kind: 'up-to-date', waiting: 0 });
  t.same(await atCentre(journey), await onBox(journey));
});

t.test('when the centre has lost the database everything waits again, and goes up again', async (t) => {
  const journey = await setOut(t);
  await journey.prepare();
  await journey.write(60);
  const replication = journey.start();
  await replication.syncNow(PATIENCE);
  await loseDatabase(journey.nano, facilityDatabase(journey.box));
  const lost = await replication.syncNow(PATIENCE);
  t.match(lost, { kind: 'refused', waiting: 60, lastError: { message: facilityDatabase(journey.box) } });
  await journey.prepare();
  await until(() => replication.state().kind === 'up-to-date');
  t.same(await atCentre(journey), await onBox(journey));
});

t.test('a database that the centre made anew is noticed by its count, and filled again', async (t) => {
  const journey = await setOut(t);
  await journey.prepare();
  await journey.write(60);
  const replication = journey.start({ timers: HURRIED });
  await replication.syncNow(PATIENCE);
  await loseDatabase(journey.nano, facilityDatabase(journey.box));
  await journey.prepare();
  const state = await replication.syncNow(PATIENCE);
  t.match(state, { kind: 'up-to-date', waiting: 0 });
  t.equal((await atCentre(journey)).length, 60);
});

t.test('records that someone deleted at the centre keep the state from "up to date"', async (t) => {
  const journey = await setOut(t);
  await journey.prepare();
  await journey.write(5);
  const replication = journey.start({ timers: HURRIED, retry: () => 50_000 });
  await replication.syncNow(PATIENCE);
  const database = journey.nano.use<{ validate_doc_update: string }>(facilityDatabase(journey.box));
  await openForAll(journey);
  await settle();
  const id = visit(journey.box, 2)._id;
  const { _rev: revision } = await database.get(id);
  await database.destroy(id, revision);
  await settle();
  const state = await replication.syncNow(PATIENCE);
  t.match(state, { kind: 'refused', lastError: { message: 'lacks 1 of this box' } });
});

t.test('a record that the centre refuses does not hold up the others, and is not forgotten', async (t) => {
  const journey = await setOut(t);
  await journey.prepare();
  await journey.write(20);
  const foreign = { ...visit(journey.box, 1), _id: 'visit:MP9999:20261121-001' };
  await journey.databases.records.put(foreign as never);
  await journey.write(20);
  const replication = journey.start();
  const state = await replication.syncNow(PATIENCE);
  t.equal((await atCentre(journey)).length, 40);
  t.match(state, {
    kind: 'refused',
    waiting: 1,
    oldestWaiting: foreign.at,
    lastError: { code: 'centre-refused', message: `1 record: ${foreign._id}` },
  });
  t.notMatch(JSON.stringify(state), 'बुखार');

  await journey.reopen();
  journey.line.set('cut');
  const restarted = journey.start();
  await until(() => restarted.state().kind === 'offline');
  t.equal(restarted.state().waiting, 1, 'it still waits after a restart');

  journey.line.set('open');
  await openForAll(journey);
  await settle();
  t.match(await restarted.syncNow(PATIENCE), { kind: 'up-to-date', waiting: 0 });
  t.same(await atCentre(journey), await onBox(journey));
});

t.test('a centre that refuses every record is told from one that refuses some', async (t) => {
  const journey = await setOut(t);
  await journey.prepare();
  const foreign = Array.from({ length: 520 }, (_, n) => visit('MP9999', n + 1));
  await journey.databases.records.bulkDocs(foreign as never[]);
  const replication = journey.start({ retry: () => 50_000 });
  const state = await replication.syncNow(PATIENCE);
  t.match(state, { kind: 'refused', waiting: 520, lastError: { message: 'refuses this box' } });
});

t.test('a wrong password is refused; the right one sends everything', async (t) => {
  const journey = await setOut(t);
  await journey.prepare();
  await journey.write(10);
  const wrong = { url: journey.line.url, user: journey.box, password: 'wrong' };
  const state = await journey.start({ centre: wrong, retry: () => 50_000 }).syncNow(PATIENCE);
  t.match(state, { kind: 'refused', waiting: 10, lastError: { message: 'user and password' } });
  await journey.reopen();
  t.match(await journey.start().syncNow(PATIENCE), { kind: 'up-to-date' });
});

t.test('what the centre has for the box comes down, attachments too, once', async (t) => {
  const journey = await setOut(t);
  await journey.prepare();
  const { nano, databases, box } = journey;
  const tag = `module:${box}`;
  await nano.use(inboxDatabase(box)).bulk({ docs: [{ _id: 'referral:1' }, { _id: 'referral:2' }] });
  const picture = Buffer.from([0, 255, 1, 254, 0, 0, 10, 13]);
  await nano
    .use('shared')
    .multipart.insert({ _id: tag }, [], tag)
    .catch(() => undefined);
  await nano.use('shared').insert({ _id: `${tag}:2` });
  const { rev } = await nano.use('shared').insert({ _id: `${tag}:3` });
  await nano.use('shared').attachment.insert(`${tag}:3`, 'logo.png', picture, 'image/png', { rev });
  await settle();
  const replication = journey.start();
  const first = await replication.syncNow(PATIENCE);
  t.equal(first.kind, 'up-to-date');
  t.ok(first.received >= 4);
  t.equal((await databases.inbox.get('referral:2'))._id, 'referral:2');
  t.same(await databases.shared.getAttachment(`${tag}:3`, 'logo.png'), picture);
  const again = await replication.syncNow(PATIENCE);
  t.equal(again.received, first.received);
  await nano.use(inboxDatabase(box)).insert({ _id: 'referral:3' });
  await settle();
  t.equal((await replication.syncNow(PATIENCE)).received, first.received + 1);
  for (const id of [tag, `${tag}:2`, `${tag}:3`]) {
    const found = await nano
      .use('shared')
      .get(id)
      .catch(() => null);
    if (found) await nano.use('shared').destroy(id, found._rev);
  }
});

t.test('an inbox that the centre made anew is read from its start', async (t) => {
  const journey = await setOut(t);
  await journey.prepare();
  const name = inboxDatabase(journey.box);
  await journey.nano.use(name).bulk({ docs: [1, 2, 3, 4].map((n) => ({ _id: `referral:old:${n}` })) });
  const replication = journey.start();
  await replication.syncNow(PATIENCE);
  await loseDatabase(journey.nano, name);
  await journey.prepare();
  await journey.nano.use(name).insert({ _id: 'referral:new' });
  await settle();
  await replication.syncNow(PATIENCE);
  t.equal((await journey.databases.inbox.get('referral:new'))._id, 'referral:new');
});

t.test('a missing inbox keeps no record from going up, and is named', async (t) => {
  const journey = await setOut(t);
  await journey.prepare();
  await loseDatabase(journey.nano, inboxDatabase(journey.box));
  await journey.write(10);
  const state = await journey.start({ retry: () => 50_000 }).syncNow(PATIENCE);
  t.match(state, { kind: 'refused', waiting: 0, lastError: { message: inboxDatabase(journey.box) } });
  t.equal((await atCentre(journey)).length, 10);
});

t.test('an exchange that hangs is ended, and the next one goes through', async (t) => {
  const journey = await setOut(t);
  await journey.prepare();
  await journey.write(10);
  journey.line.set('hung');
  const limits = { answerMs: 1_000_000, bytesPerSecond: 1 };
  const replication = journey.start({ limits, pace: { watchdogMs: 100 }, retry: () => 300 });
  await until(() => replication.state().kind === 'offline');
  t.match(replication.state().lastError, { code: 'centre-unreachable', message: 'hung' });
  journey.line.set('open');
  await until(() => replication.state().kind === 'up-to-date');
  t.same(await atCentre(journey), await onBox(journey));
});

t.test('one broken fetch does not make the box fetch document by document from then on', async (t) => {
  const journey = await setOut(t);
  await journey.prepare();
  const docs = Array.from({ length: 30 }, (_, n) => ({ _id: `referral:${n}` }));
  await journey.nano.use(inboxDatabase(journey.box)).bulk({ docs });
  journey.line.onRequest((request) => (request === 'POST _bulk_get' ? 'cut' : null));
  const replication = journey.start({ retry: () => 50_000 });
  await until(() => replication.state().kind === 'offline');
  journey.line.onRequest(() => null);
  journey.line.set('open');
  const before = journey.line.requests.length;
  await replication.syncNow(PATIENCE);
  t.ok(replication.state().received >= 30);
  t.ok(journey.line.requests.length - before < 15, journey.line.requests.slice(before).join(', '));
});

t.test('records that are written while a push runs are not called confirmed', async (t) => {
  const journey = await setOut(t);
  await journey.prepare();
  await journey.write(20);
  let more: Promise<void> | undefined;
  journey.line.onRequest((request) => {
    if (request === 'POST _bulk_docs') more ??= journey.write(20);
    return null;
  });
  const replication = journey.start({ pace: { settleMs: 5 } });
  await until(() => replication.state().kind === 'up-to-date');
  await more;
  t.equal((await atCentre(journey)).length, 40);
  t.notOk(journey.states.some(({ kind, waiting }) => kind === 'up-to-date' && waiting > 0));
});

/** As an admin would mend a validation that was wrong. */
async function openForAll({ nano, box }: Journey): Promise<void> {
  const database = nano.use<{ validate_doc_update: string }>(facilityDatabase(box));
  const design = await database.get('_design/ledger');
  await database.insert({ ...design, validate_doc_update: 'function () {}' });
}
