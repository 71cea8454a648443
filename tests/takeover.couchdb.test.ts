import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { prepareFacility } from '../central/facility-database.js';
import { replaceBox } from '../central/replace-box.js';
import { openCentreSource } from '../node-server/restore/centre-source.js';
import { restoreFacility, type RestoreResult } from '../node-server/restore/restore-facility.js';
import { setUpFacility } from '../node-server/set-up.js';
import { startFacility, type RunningFacility } from '../node-server/start.js';
import { facilityDatabase, inboxDatabase } from '../records/ids.js';
import type { Job } from '../records/progress.js';
import { verifyLedger } from '../records/verify-ledger.js';
import { readCentreLedger } from '../sync/read-centre-ledger.js';
import { readLineage } from '../sync/read-lineage.js';
import { startBadLine } from './bad-line.js';
import { couchUnderTest, type CouchUnderTest } from './couch-under-test.js';
import { databaseSource } from './database-source.js';
import { forgetBox } from './forget-box.js';
import { rampur } from './rampur.js';
import { settle } from './settle.js';
import { QUICK_COST } from './quick-cost.js';

// A box dies, another takes over from it, and the dead one comes back: through a CouchDB, over real sockets.

const OLD = 'old-password';
const NEW = 'new-password';

interface Facilities {
  couch: CouchUnderTest;
  box: string;
  by: string;
  folder: () => Promise<string>;
  start: (folder: string) => Promise<RunningFacility>;
}

async function setOut(t: Test): Promise<Facilities> {
  const couch = await couchUnderTest(t);
  const box = `ZZ${randomInt(10_000, 999_999)}`;
  const by = `${box}b`;
  await prepareFacility({ nano: couch.nano, box, password: OLD });
  t.teardown(async () => {
    for (const one of [box, by]) await forgetBox(couch.nano, one);
  });
  return {
    couch,
    box,
    by,
    async folder() {
      const made = await mkdtemp(join(tmpdir(), 'nadi-takeover-'));
      t.teardown(() => rm(made, { recursive: true, force: true }));
      return join(made, 'box');
    },
    async start(folder) {
      const running = await startFacility({ folder });
      t.teardown(() => running.stop());
      return running;
    },
  };
}

/** Without a name and a password in it. */
function plain(url: string): string {
  const { origin, pathname } = new URL(url);
  return (origin + pathname).replace(/\/$/, '');
}

async function setUpOld({ couch, box, folder, start }: Facilities, url = plain(couch.url)) {
  const at = await folder();
  await setUpFacility({
    ...rampur(at, box),
    centre: { url, user: box, password: OLD },
    passwordCost: QUICK_COST,
    staff: [{ id: 'verma', name: { hi: 'वर्मा', en: 'Verma' }, roles: ['incharge'], password: 'verma-1042' }],
  });
  return { at, old: await start(at) };
}

function register({ facility }: RunningFacility, name: string): Promise<string> {
  return facility.append({ by: 'verma' }, (draft) => {
    const patient = draft.patient({ name, sex: 'female', birthDate: '1990' })._id;
    return draft.visit({ patient, kind: 'new', station: 'vitals' })._id;
  });
}

async function finish<T>(job: Job<T>): Promise<T> {
  for (let step = await job.next(); ; step = await job.next()) if (step.done) return step.value;
}

async function restoreFromCentre(
  { couch, box, by }: Facilities,
  folder: string,
  url = plain(couch.url),
): Promise<RestoreResult> {
  const centre = { url, user: by, password: NEW };
  const source = await openCentreSource({ centre, box });
  try {
    const settings = { host: '127.0.0.1', port: 0 };
    return await finish(restoreFacility({ folder, source, by, centre, settings }));
  } finally {
    source.close();
  }
}

async function idsAt(couch: CouchUnderTest, box: string): Promise<string[]> {
  const { body } = await couch.ask('GET', `/${facilityDatabase(box)}/_all_docs`);
  const { rows } = body as { rows: { id: string }[] };
  return rows.map(({ id }) => id).filter((id) => !id.startsWith('_design/'));
}

interface Row {
  id: string;
  value: { rev: string };
}

/** Of the rule that lets nobody change a record: who owns the centre's disk can take it away. */
async function revOf(couch: CouchUnderTest, box: string): Promise<string> {
  const { body } = await couch.ask('GET', `/${facilityDatabase(box)}/_design/ledger`);
  return (body as { _rev: string })._rev;
}

/** Counts the documents that go up and down through it. */
async function countingProxy(t: Test, target: string) {
  const counts = { requests: 0, sent: 0, bytesDown: 0, paths: [] as string[] };
  const { hostname, port } = new URL(target);
  const server = http.createServer((request, response) => {
    counts.requests += 1;
    counts.paths.push(`${request.method ?? ''} ${(request.url ?? '').split('?')[0] ?? ''}`);
    const { method, url: path, headers } = request;
    const onward = http.request({ hostname, port, method, path, headers }, (answer) => {
      answer.on('data', (chunk: Buffer) => (counts.bytesDown += chunk.length));
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.on('data', (chunk: Buffer) => (counts.sent += chunk.length));
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as { port: number }).port}`, counts };
}

t.setTimeout(300_000);

t.test('from the centre: the new box is the old one, and rejoins without its history', async (t) => {
  const journey = await setOut(t);
  const { couch, box, by } = journey;
  const { old } = await setUpOld(journey);
  for (let i = 0; i < 300; i += 1) await register(old, `मरीज ${i}`);
  t.equal((await old.syncNow()).kind, 'up-to-date');
  const records = old.facility.recordCount;
  const before = await idsAt(couch, box);
  await old.stop();

  const { prepared } = await replaceBox({
    nano: couch.nano,
    box,
    password: NEW,
    at: new Date().toISOString(),
  });
  t.match(prepared.at(-1), { what: `${inboxDatabase(box)}/replaced:${by}`, outcome: 'made' });
  const at = await journey.folder();
  const proxy = await countingProxy(t, plain(couch.url));
  const result = await restoreFromCentre(journey, at, proxy.url);
  t.match(result, { box: by, from: box, records, patients: 300, centre: { user: by } });

  proxy.counts.paths.length = 0;
  const sent = proxy.counts.sent;
  const down = proxy.counts.bytesDown;
  const fresh = await journey.start(at);
  const visit = await register(fresh, 'नई');
  const state = await fresh.syncNow();
  t.match(state, { kind: 'up-to-date', waiting: 0, forerunners: [{ box, state: 'complete', late: 0 }] });
  const own = await idsAt(couch, by);
  t.ok(own.includes(visit));
  t.ok(own.includes(`restore:${by}:${records + 1}`));
  t.equal(own.length, fresh.facility.recordCount - records, 'nothing of the old box stands in its database');
  t.same(await idsAt(couch, box), before);
  const posts = proxy.counts.paths.filter((path) => path.includes(`/${facilityDatabase(box)}/_bulk_docs`));
  t.same(posts, [], 'nothing of the old box is sent again');
  t.ok(proxy.counts.sent - sent < 20_000, `${proxy.counts.sent - sent} bytes went up`);
  t.ok(proxy.counts.bytesDown - down < 200_000, `${proxy.counts.bytesDown - down} bytes came down`);
});

t.test(
  'an old box that comes back sends what it has, takes no more, and its late work is taken in',
  async (t) => {
    const journey = await setOut(t);
    const { couch, box, by } = journey;
    const line = await startBadLine(plain(couch.url));
    t.teardown(() => line.close());
    const { at: oldAt, old } = await setUpOld(journey, line.url);
    await register(old, 'पहली');
    await old.syncNow();
    const records = old.facility.recordCount;
    await old.stop();
    line.set('cut');
    await replaceBox({ nano: couch.nano, box, password: NEW, at: new Date().toISOString() });
    const at = await journey.folder();
    await restoreFromCentre(journey, at);
    const fresh = await journey.start(at);
    await fresh.syncNow();

    // It is switched on again without a line, and works.
    const back = await startFacility({ folder: oldAt });
    t.teardown(() => back.stop());
    const late = await register(back, 'बाद वाली');
    const patient = back.facility.queue.entry(late)?.patient ?? '';
    await back.facility.append({ by: 'verma' }, (draft) =>
      draft.stock({ item: 'ors', batch: 'B1', expiry: '2028-01', change: 50, kind: 'receive' }),
    );
    line.set('open');
    await back.syncNow();
    for (let i = 0; i < 500 && back.facility.replacedBy === null; i += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await t.rejects(register(back, 'कोई'), { code: 'box-replaced', params: { box, by } });
    const page = await fetch(`${back.addresses[0] ?? ''}/`, { headers: { 'accept-language': 'hi' } });
    t.equal(page.status, 410);
    t.match(await page.text(), new RegExp(by));
    t.ok((await idsAt(couch, box)).includes(late), 'what it had not sent is at the centre');

    const { forerunners } = await fresh.syncNow();
    const count = back.facility.recordCount - records;
    t.match(forerunners, [{ box, state: 'complete', late: count }]);
    const shows = async (facility: RunningFacility['facility']): Promise<void> => {
      t.equal(facility.patients.get(patient)?.name, 'बाद वाली');
      t.match(await facility.loadPatient(patient), [{ _id: patient }]);
      t.match((await facility.loadVisit(late))[0], { _id: late });
      t.equal(facility.stock.balance('ors', facility.today()), 50);
      t.ok(facility.isWhole);
    };
    // Folded a moment after they came.
    for (let i = 0; i < 500 && !fresh.facility.patients.get(patient); i += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await shows(fresh.facility);
    await fresh.facility.append({ by: 'verma', visits: [late] }, (draft) =>
      draft.part(late, 'vitals', { patient, pulse: 80 }),
    );
    t.equal((await fresh.syncNow()).kind, 'up-to-date', 'going on with a late visit is no conflict');
    await fresh.stop();
    const again = await journey.start(at);
    await shows(again.facility);
    t.match((await again.syncNow()).forerunners, [{ late: count }], 'counted once');
    const centre = { url: plain(couch.url), user: by, password: NEW };
    const options = { box: by, ordered: false, trusted: [again.seals.publicKey] };
    const whole = await finish(
      verifyLedger(
        readLineage((one) => readCentreLedger(centre, one), by),
        options,
      ),
    );
    t.match(whole, {
      whole: true,
      box: by,
      boxes: [box, by],
      last: again.facility.recordCount,
      findings: [],
    });
    const rowsOf = (await couch.ask('GET', `/${facilityDatabase(box)}/_all_docs`)).body as { rows: Row[] };
    const row = rowsOf.rows.find(({ id }) => id.startsWith('visit:'));
    await couch.ask('DELETE', `/${facilityDatabase(box)}/_design/ledger?rev=${await revOf(couch, box)}`);
    await settle();
    await couch.ask('DELETE', `/${facilityDatabase(box)}/${row?.id}?rev=${row?.value.rev}`);
    await settle();
    const broken = await finish(
      verifyLedger(
        readLineage((one) => readCentreLedger(centre, one), by),
        options,
      ),
    );
    t.match(broken.findings, [{ kind: 'gap' }, { kind: 'deleted', id: row?.id }], 'also what it took over');
  },
);

t.test(
  'records that were in the backup and never at the centre are given to it as the old box’s',
  async (t) => {
    const journey = await setOut(t);
    const { couch, box, by } = journey;
    const { old } = await setUpOld(journey);
    await register(old, 'पहली');
    await old.syncNow();
    const unsent = await register(old, 'नहीं भेजी');
    const records = old.facility.recordCount;
    await replaceBox({ nano: couch.nano, box, password: NEW, at: new Date().toISOString() });
    const at = await journey.folder();
    const centre = { url: plain(couch.url), user: by, password: NEW };
    const source = databaseSource(old.facility.databases.records, box);
    const settings = { host: '127.0.0.1', port: 0 };
    await couch.ask('POST', `/${facilityDatabase(box)}/_ensure_full_commit`, {});
    await finish(restoreFacility({ folder: at, source, by, centre, settings }));
    const fresh = await journey.start(at);
    const state = await fresh.syncNow();
    t.match(state, { kind: 'up-to-date', forerunners: [{ box, state: 'complete' }] });
    const there = await idsAt(couch, box);
    t.ok(there.includes(unsent));
    t.ok(there.length >= records);
    t.match(
      await old.syncNow(),
      { kind: 'up-to-date' },
      'the old box finds its own records there, and no conflict',
    );
  },
);

t.test('where the centre did not open the old database the new box says so and syncs its own', async (t) => {
  const journey = await setOut(t);
  const { couch, box, by } = journey;
  const { old } = await setUpOld(journey);
  await old.syncNow();
  await prepareFacility({ nano: couch.nano, box: by, password: NEW });
  await prepareFacility({ nano: couch.nano, box, password: OLD });
  const security = `/${facilityDatabase(box)}/_security`;
  t.match((await couch.ask('GET', security)).body, { members: { names: [box, by] } }, 'a later run keeps it');
  await couch.ask('PUT', security, { members: { names: [box], roles: [] } });
  const at = await journey.folder();
  const centre = { url: plain(couch.url), user: by, password: NEW };
  const source = databaseSource(old.facility.databases.records, box);
  await finish(restoreFacility({ folder: at, source, by, centre, settings: { host: '127.0.0.1', port: 0 } }));
  const fresh = await journey.start(at);
  t.match(await fresh.syncNow(), { kind: 'up-to-date', forerunners: [{ box, state: 'closed' }] });
});
