import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { prepareFacility } from '../central/facility-database.js';
import { replaceBox } from '../central/replace-box.js';
import { DEMO_BOX, DEMO_CREW } from '../cli/demo/demo-staff.js';
import { makeDemo } from '../cli/demo/make-demo.js';
import { Backups } from '../node-server/backup/backups.js';
import { keepRecoveryKey } from '../node-server/backup/keep-recovery-key.js';
import { makeRecoveryKey } from '../node-server/backup/recovery-key.js';
import { Facility } from '../node-server/facility.js';
import { startFacility, type RunningFacility } from '../node-server/start.js';
import { facilityDatabase, nextReplica } from '../records/ids.js';
import { boxFacts, compareFacts } from './box-facts.js';
import { couchdbUrl } from './config.js';
import { couchUnderTest } from './couch-under-test.js';
import { forgetBox } from './forget-box.js';
import { nadiRestore } from './lost-box.js';
import { settle } from './settle.js';
import { until } from './until.js';

// A working health centre is lost with all that it knows, and comes back from its backups: what people see of it is
// the same, and it works and syncs on. At full size: bench/backup.ts.

const BY = nextReplica(DEMO_BOX) ?? '';
const DAYS = 4;
t.setTimeout(300_000);

/** A demo box with a few days of everything, whose centre is the one under test. */
async function workingBox(t: Test) {
  const couch = await couchUnderTest(t);
  const forget = async (): Promise<void> => {
    for (const one of [DEMO_BOX, BY]) await forgetBox(couch.nano, one);
  };
  await forget();
  await settle();
  t.teardown(forget);
  const root = await mkdtemp(join(tmpdir(), 'nadi-whole-restore-'));
  t.teardown(() => rm(root, { recursive: true, force: true }));
  const { origin, pathname } = new URL(couch.url);
  const url = (origin + pathname).replace(/\/$/, '');
  await prepareFacility({ nano: couch.nano, box: DEMO_BOX, password: 'one' });
  const folder = join(root, 'box');
  await makeDemo({
    ...{ folder, host: '127.0.0.1', port: 0, now: Date.now(), days: DAYS },
    centre: { url, user: DEMO_BOX, password: 'one' },
  });
  const key = await makeRecoveryKey();
  await keepRecoveryKey(folder, key.recipient);
  const files = { words: join(root, 'words'), password: join(root, 'password'), stick: join(root, 'stick') };
  await writeFile(files.words, key.words.join(' '));
  await writeFile(files.password, 'two\n');
  return { couch, root, folder, url, ...files };
}

async function open<T>(folder: string, box: string, work: (facility: Facility) => Promise<T>): Promise<T> {
  const facility = await Facility.open({ folder, box, now: Date.now });
  try {
    return await work(facility);
  } finally {
    await facility.stop();
  }
}

/** Without a server, which would write on after it; gives the number of the last record in it. */
async function backUp(facility: Facility, folder: string, stick: string): Promise<number> {
  const backups = await Backups.open({ facility, folder, log: () => undefined, lookEveryMs: 0 });
  const job = backups.make({ to: stick });
  for (let step = await job.next(); ; step = await job.next()) if (step.done) return step.value.upTo;
}

function register(facility: Facility, name: string): Promise<{ patient: string; visit: string }> {
  return facility.append({ by: DEMO_CREW.counter }, (draft) => {
    const patient = draft.patient({ name, sex: 'female', birthDate: '1990' })._id;
    return { patient, visit: draft.visit({ patient, kind: 'new', station: 'vitals' })._id };
  });
}

async function synced(t: Test, folder: string): Promise<RunningFacility> {
  const running = await startFacility({ folder });
  t.teardown(() => running.stop());
  // Of a cluster a copy may be behind for a moment.
  if (couchdbUrl() === null) t.equal((await running.syncNow()).kind, 'up-to-date');
  else await until('all is at the centre', async () => (await running.syncNow()).kind === 'up-to-date');
  return running;
}

t.test('ids, revisions, balances, queue and reports come back, and both boxes sync on', async (t) => {
  const { couch, root, folder, url, words, password, stick } = await workingBox(t);
  const first = await synced(t, folder);
  await first.stop();
  await open(folder, DEMO_BOX, (facility) => backUp(facility, folder, stick));
  const { before, upTo } = await open(folder, DEMO_BOX, async (facility) => {
    await register(facility, 'बाद में आई');
    const upTo = await backUp(facility, folder, stick);
    return { upTo, before: await boxFacts(facility, upTo) };
  });
  t.ok(Object.keys(before).filter((name) => name.startsWith('hmis-monthly')).length > 0);
  const lost = join(root, 'lost');
  await rename(folder, lost);

  await replaceBox({ nano: couch.nano, box: DEMO_BOX, password: 'two', at: new Date().toISOString() });
  const { status, answer, stderr } = await nadiRestore(
    ...([folder, '--from-backup', stick, '--recovery-key-file', words] as const),
    ...(['--from-centre', url, '--box', DEMO_BOX, '--password-file', password] as const),
    ...(['--host', '127.0.0.1', '--port', '0'] as const),
  );
  t.equal(status, 0, stderr);
  t.match(answer, { box: BY, records: upTo });
  await open(folder, BY, async (facility) => {
    compareFacts(before, await boxFacts(facility, upTo));
    t.throws(() => compareFacts(before, { ...before, queue: [] }), { message: /queue/ });
  });

  const fresh = await synced(t, folder);
  const mine = await register(fresh.facility, 'नई बॉक्स पर');
  t.match(await fresh.syncNow(), { kind: 'up-to-date', waiting: 0 });
  const { body } = await couch.ask('GET', `/${facilityDatabase(BY)}/${encodeURIComponent(mine.visit)}`);
  t.match(body, { _id: mine.visit, patient: mine.patient });

  // The lost one is found, was used once more without a line, and is put on the net again.
  const late = await open(lost, DEMO_BOX, (facility) => register(facility, 'खोए बॉक्स पर'));
  const back = await startFacility({ folder: lost, port: 0 });
  t.teardown(() => back.stop());
  await back.syncNow();
  t.match((await fresh.syncNow()).forerunners, [{ box: DEMO_BOX, state: 'complete' }]);
  // Folded a moment after it came.
  for (let i = 0; i < 500 && !fresh.facility.patients.get(late.patient); i += 1) await pause(20);
  t.equal(fresh.facility.patients.get(late.patient)?.name, 'खोए बॉक्स पर');
});
