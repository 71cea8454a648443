import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import PouchDB from 'pouchdb-core';
import leveldbAdapter from 'pouchdb-adapter-leveldb';
import t from 'tap';
import type { Test } from 'tap';
import { startReplication } from './replicate.js';
import type { Replication } from './replicate.js';
import type { ReplicationOptions } from './replication-options.js';
import type { SyncState } from './sync-state.js';
import { REAL_TIMERS } from './watchdog.js';
import type { Timers } from './watchdog.js';

PouchDB.plugin(leveldbAdapter);

const NOON = Date.parse('2026-11-21T06:30:00.000Z');
const PASSWORD = 'kept-to-myself';

interface Box {
  records: PouchDB.Database;
  states: SyncState[];
  logged: string[];
  start(options?: Partial<ReplicationOptions>): Replication;
}

async function openBox(t: Test): Promise<Box> {
  const folder = t.testdir();
  const open = (name: string): PouchDB.Database => new PouchDB(join(folder, name), { adapter: 'leveldb' });
  const databases = {
    records: open('records'),
    shared: open('shared'),
    inbox: open('inbox'),
    papers: open('papers'),
  };
  // LevelDB opens by itself, later; one that closes before would still make its files.
  await Promise.all(Object.values(databases).map((database) => database.info()));
  const running: Replication[] = [];
  const states: SyncState[] = [];
  const logged: string[] = [];
  const note = (message: string, fields?: object): void =>
    void logged.push(message + JSON.stringify(fields ?? {}));
  t.teardown(async () => {
    await Promise.all(running.map((replication) => replication.stop()));
    await Promise.all(Object.values(databases).map((database) => database.close()));
  });
  return {
    records: databases.records,
    states,
    logged,
    start: (options = {}) => {
      const replication = startReplication({
        ...databases,
        centre: null,
        box: 'BR1042',
        now: () => NOON,
        onState: (state) => states.push(state),
        log: { info: note, warn: note },
        limits: { answerMs: 300, bytesPerSecond: 1_000_000 },
        ...options,
      });
      running.push(replication);
      return replication;
    },
  };
}

function record(n: number): { _id: string; type: string; at: string; n: number } {
  return { _id: `stock:BR1042:d1:${n}`, type: 'stock', at: new Date(NOON - 60_000 + n).toISOString(), n };
}

async function serve(
  t: Test,
  answer: http.RequestListener,
): Promise<{ url: string; user: string; password: string }> {
  const server = http.createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    user: 'BR1042',
    password: PASSWORD,
  };
}

function refuse(status: number, error: string): http.RequestListener {
  return (request, response) => {
    request.resume();
    response
      .writeHead(status, { 'Content-Type': 'application/json' })
      .end(JSON.stringify({ error, reason: error }));
  };
}

/** Back-off runs at once and is written down; everything else waits in real time. */
function impatient(waits: number[], tries: number): Timers {
  return {
    setTimeout: (callback, ms) => {
      if (ms > 60_000) return REAL_TIMERS.setTimeout(callback, ms);
      waits.push(ms);
      return waits.length > tries ? undefined : REAL_TIMERS.setTimeout(callback, 0);
    },
    clearTimeout: (timer) => REAL_TIMERS.clearTimeout(timer),
  };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

t.test('a box without a centre says so, and counts what would go', async (t) => {
  const box = await openBox(t);
  await box.records.bulkDocs([record(1), record(2)]);
  const replication = box.start();
  const state = await replication.syncNow({ timeoutMs: 5_000 });
  t.match(state, { kind: 'not-set', waiting: 2, oldestWaiting: record(1).at });
});

t.test('a record that is written shows as waiting after the nudge', async (t) => {
  const box = await openBox(t);
  const replication = box.start();
  await replication.syncNow({ timeoutMs: 5_000 });
  t.equal(replication.state().waiting, 0);
  await box.records.put(record(1));
  replication.nudge();
  await until(() => replication.state().waiting === 1);
  t.equal(replication.state().oldestWaiting, record(1).at);
});

t.test('without a line the box says offline, since when records wait, and when it tries again', async (t) => {
  const box = await openBox(t);
  await box.records.bulkDocs([record(1), record(2), record(3)]);
  const centre = { url: 'http://127.0.0.1:1', user: 'BR1042', password: PASSWORD };
  const replication = box.start({ centre, retry: () => 45_000 });
  const state = await replication.syncNow({ timeoutMs: 5_000 });
  t.match(state, {
    kind: 'offline',
    waiting: 3,
    oldestWaiting: record(1).at,
    lastError: { code: 'centre-unreachable', at: new Date(NOON).toISOString() },
    nextTry: new Date(NOON + 45_000).toISOString(),
  });
});

t.test('however often the line fails, the next try is never more than a minute away', async (t) => {
  const box = await openBox(t);
  const waits: number[] = [];
  const centre = { url: 'http://127.0.0.1:1', user: 'BR1042', password: PASSWORD };
  box.start({ centre, timers: impatient(waits, 14) });
  await until(() => waits.length === 15);
  t.ok(
    waits.every((ms) => ms <= 60_000),
    waits.join(' '),
  );
  t.ok((waits[0] ?? Infinity) <= 1_000, 'the first try follows soon');
  t.ok((waits.at(-1) ?? 0) >= 30_000, 'the last ones spare the line');
});

t.test('what is written while the line is out does not make the box call more often', async (t) => {
  const box = await openBox(t);
  let asked = 0;
  const centre = await serve(t, (request, response) => {
    asked += 1;
    refuse(503, 'down')(request, response);
  });
  const replication = box.start({ centre, retry: () => 50_000, pace: { settleMs: 1 } });
  await until(() => replication.state().kind === 'offline');
  const before = asked;
  for (let n = 1; n <= 5; n += 1) {
    await box.records.put(record(n));
    replication.nudge();
  }
  await until(() => replication.state().waiting === 5);
  await new Promise((resolve) => setTimeout(resolve, 50));
  t.equal(asked, before);
});

t.test('a wrong password is refused, asked once per try, and told nowhere', async (t) => {
  const box = await openBox(t);
  await box.records.put(record(1));
  let asked = 0;
  const centre = await serve(t, (request, response) => {
    asked += 1;
    refuse(401, 'unauthorized')(request, response);
  });
  const replication = box.start({ centre, retry: () => 50_000 });
  await until(() => replication.state().kind === 'refused');
  t.equal(asked, 1);
  t.match(replication.state(), {
    waiting: 1,
    lastError: { code: 'centre-refused', message: 'user and password' },
  });
  t.notMatch(JSON.stringify(box.states) + box.logged.join(), PASSWORD);
});

t.test('a centre that was never prepared for this box says which database is missing', async (t) => {
  const box = await openBox(t);
  const centre = await serve(t, refuse(404, 'not_found'));
  const replication = box.start({ centre, retry: () => 50_000 });
  const state = await replication.syncNow({ timeoutMs: 5_000 });
  t.match(state, { kind: 'refused', lastError: { code: 'centre-refused', message: 'facility-br1042' } });
});

t.test('a log-in page in the centre’s place is offline, never "up to date"', async (t) => {
  const box = await openBox(t);
  const centre = await serve(t, (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>Recharge now</html>');
  });
  const replication = box.start({ centre, retry: () => 50_000 });
  await replication.syncNow({ timeoutMs: 5_000 });
  t.match(replication.state(), {
    kind: 'offline',
    lastError: { message: 'Something other than the centre' },
  });
  t.notOk(box.states.some(({ kind }) => kind === 'up-to-date' || kind === 'sending'));
});

t.test('stop ends an exchange that hangs, and nothing is asked afterwards', async (t) => {
  const box = await openBox(t);
  await box.records.put(record(1));
  let asked = 0;
  const centre = await serve(t, () => void (asked += 1));
  const limits = { answerMs: 1_000_000, bytesPerSecond: 1 };
  const replication = box.start({ centre, limits, retry: () => 1 });
  await until(() => asked === 1);
  await replication.stop();
  replication.nudge();
  await replication.syncNow({ timeoutMs: 1_000 });
  await new Promise((resolve) => setTimeout(resolve, 30));
  t.equal(asked, 1);
});

t.test('syncNow comes back in the time that it was given', async (t) => {
  const box = await openBox(t);
  await box.records.put(record(1));
  const centre = await serve(t, () => undefined);
  const limits = { answerMs: 1_000_000, bytesPerSecond: 1 };
  const replication = box.start({ centre, limits });
  const state = await replication.syncNow({ timeoutMs: 30 });
  t.match(state, { kind: 'waiting', waiting: 1 });
});

t.test('a mark that cannot be read at the start is read again: sync does not stay dead', async (t) => {
  const box = await openBox(t);
  await box.records.put(record(1));
  let asked = 0;
  const centre = await serve(t, (request, response) => {
    asked += 1;
    refuse(503, 'down')(request, response);
  });
  const get = box.records.get.bind(box.records) as (id: string) => Promise<object>;
  let failures = 2;
  box.records.get = ((id: string) => {
    if (id !== '_local/nadi-push' || failures === 0) return get(id);
    failures -= 1;
    return Promise.reject(new Error('IO error'));
  }) as typeof box.records.get;
  const replication = box.start({ centre, retry: () => 1 });
  await until(() => box.states.some(({ lastError }) => lastError?.code === 'internal'));
  t.ok(
    box.states.some(({ lastError, nextTry }) => lastError?.code === 'internal' && nextTry !== undefined),
    'the next try is planned',
  );
  await until(() => asked > 0);
  await until(() => replication.state().lastError?.code === 'centre-unreachable');
});

t.test('a box whose mark cannot be read can still be told to sync and to stop', async (t) => {
  const box = await openBox(t);
  const centre = { url: 'http://127.0.0.1:1', user: 'BR1042', password: PASSWORD };
  box.records.get = () => Promise.reject(new Error('IO error'));
  const replication = box.start({ centre, retry: () => 50_000 });
  t.match(await replication.syncNow({ timeoutMs: 5_000 }), {
    kind: 'offline',
    lastError: { code: 'internal' },
  });
  await replication.stop();
});
