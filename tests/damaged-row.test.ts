import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import leveldown from 'leveldown';
import t, { type Test } from 'tap';
import { Random } from '../cli/demo/random.js';
import { makeBackup } from '../cli/tasks/control-backups.js';
import { readStatus } from '../cli/tasks/read-status.js';
import { printReports } from '../cli/tasks/use-reports.js';
import { hereSource } from '../cli/tasks/audit/here-source.js';
import {
  DAY_MS,
  issueSlip,
  MORNING,
  newFolder,
  openBox,
  outcome,
  setUpBox,
} from '../node-server/audit/sealed-box.js';
import { ledgerDocuments } from '../node-server/audit/ledger-documents.js';
import { FIRST_PLAN } from '../node-server/backup/backup-plan.js';
import { readBlocks } from '../node-server/backup/read-blocks.js';
import { makeRecoveryKey } from '../node-server/backup/recovery-key.js';
import { changeBackupPlan } from '../node-server/box-folder/change-settings.js';
import { Facility } from '../node-server/facility.js';
import { startFacility, type RunningFacility } from '../node-server/start.js';
import { readPrefix } from '../node-server/store/read-records.js';
import { printedPatientId, type PatientId } from '../records/ids.js';
import { HttpUser } from './http-user.js';

t.setTimeout(120_000);

interface EarlierBox {
  folder: string;
  stick: string;
  patients: PatientId[];
}

/** A stopped box with three patients of days before MORNING, folded into its snapshot. */
async function earlierBox(t: Test): Promise<EarlierBox> {
  const root = await newFolder(t);
  const folder = join(root, 'box');
  const stick = join(root, 'stick');
  await mkdir(stick);
  const clock = { at: MORNING - 3 * DAY_MS };
  await setUpBox(folder, clock);
  const { recipient } = await makeRecoveryKey();
  await changeBackupPlan(folder, {
    ...FIRST_PLAN,
    places: [{ kind: 'folder', path: stick }],
    recoveryKey: recipient,
  });
  const box = await openBox(folder, clock);
  const patients: PatientId[] = [];
  for (let slip = 0; slip < 3; slip += 1) patients.push(await issueSlip(box, clock));
  await box.close();
  return { folder, stick, patients };
}

interface Level {
  open(callback: (error?: Error) => void): void;
  get(key: string, callback: (error: Error | null, value: unknown) => void): void;
  put(key: string, value: string, options: object, callback: (error?: Error) => void): void;
  close(callback: (error?: Error) => void): void;
}

/** Writes to the database past PouchDB, as a disk that loses its bits does. */
async function damage(folder: string, key: string, change: (value: string) => string): Promise<void> {
  const level = (leveldown as unknown as (location: string) => Level)(join(folder, 'records'));
  const done = (start: (callback: (error?: Error) => void) => void): Promise<void> =>
    new Promise((resolve, reject) => {
      start((error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  await done((callback) => level.open(callback));
  const value = await new Promise<string>((resolve, reject) => {
    level.get(key, (error, found) => {
      if (error) reject(error);
      else resolve(String(found));
    });
  });
  await done((callback) => level.put(key, change(value), { sync: true }, callback));
  await done((callback) => level.close(callback));
}

async function numberOf(folder: string, patient: string): Promise<number> {
  const facility = await Facility.open({ folder, box: 'BR1042', now: () => MORNING });
  const [record] = await readPrefix(facility.databases.records, patient);
  await facility.stop();
  return record?.n ?? 0;
}

async function start(t: Test, folder: string): Promise<{ running: RunningFacility; asha: HttpUser }> {
  const running = await startFacility({ folder, host: '127.0.0.1', port: 0, now: () => MORNING });
  t.teardown(() => running.stop());
  const asha = new HttpUser(running.addresses[0] ?? '');
  t.teardown(() => {
    asha.close();
  });
  return { running, asha };
}

const cutOff = (value: string): string => value.slice(0, value.length / 2);

for (const store of ['by-sequence', 'document-store']) {
  void t.test(`a running box goes on beside a damaged row of ${store}, and names it`, async (t) => {
    const { folder, stick, patients } = await earlierBox(t);
    const [lost = '', other = ''] = patients;
    const n = await numberOf(folder, lost);
    await damage(folder, `ÿ${store}ÿ${store === 'by-sequence' ? String(n).padStart(16, '0') : lost}`, cutOff);
    const { running, asha } = await start(t, folder);
    await asha.logIn('asha', 'sealed-box-1');
    const named = new RegExp(`${n}|${lost}`);

    const page = await asha.get(`/counter/patient/${printedPatientId(lost)}`);
    t.equal(page.status, 503);
    t.match(page.body, named, 'its page says which record');
    t.match(page.body, 'बैकअप', 'and where it comes back from');
    const whole = await asha.get(`/counter/patient/${printedPatientId(other)}`);
    t.equal(whole.status, 200, 'another patient is shown');
    const before = running.facility.recordCount;
    const slip = await asha.post('/counter/new', { name: 'गीता यादव', sex: 'female', age: '40' });
    t.equal(slip.status, 302, 'and a new one is registered');
    t.ok(running.facility.recordCount > before);

    await t.rejects(outcome(hereSource(folder).verify({})), { code: 'store-damaged', message: named });
    if (store === 'by-sequence') {
      await t.rejects(outcome(makeBackup(folder, {})), { code: 'store-damaged', message: named });
      t.same(await readdir(stick), [], 'nothing that looks like a backup is left');
    } else {
      const { upTo, sealHolds } = await outcome(makeBackup(folder, {}));
      t.ok(upTo > before && sealHolds, 'the record itself is whole, and so is the backup');
    }
    const { store: health, errors } = await readStatus(folder);
    t.match(health, { ok: false, goesOn: true, message: named });
    t.ok(
      errors.some(({ message }) => named.test(message)),
      'the log has it',
    );
    t.equal((await asha.get('/counter')).status, 200, 'after all of that it works');
  });
}

void t.test(
  'after a good backup an incremental goes on beside the damage, and a full one is refused',
  async (t) => {
    const { folder, patients } = await earlierBox(t);
    const before = await start(t, folder);
    await outcome(makeBackup(folder, {}));
    await before.running.stop();
    const n = await numberOf(folder, patients[0] ?? '');
    await damage(folder, `ÿby-sequenceÿ${String(n).padStart(16, '0')}`, cutOff);
    await start(t, folder);
    t.match(await outcome(makeBackup(folder, {})), { kind: 'incremental' });
    await t.rejects(outcome(makeBackup(folder, { full: true })), { code: 'store-damaged' });
  },
);

void t.test('a report over a damaged visit is refused with its name, and others are made', async (t) => {
  const { folder } = await earlierBox(t);
  const visit = 'visit:BR1042:20261118-002';
  const n = await numberOf(folder, visit);
  await damage(folder, `ÿby-sequenceÿ${String(n).padStart(16, '0')}`, cutOff);
  await start(t, folder);
  const print = (report: string): Promise<unknown> =>
    outcome(printReports(folder, { reports: [report], period: '2026-11-18', format: 'csv', language: 'hi' }));
  await t.rejects(print('opd-register'), { code: 'store-damaged', params: { record: visit } });
  await t.resolves(
    outcome(printReports(folder, { reports: ['stock-expiry'], period: '', format: 'csv', language: 'hi' })),
  );
});

void t.test('a damaged password is not taken for a wrong one', async (t) => {
  const { folder } = await earlierBox(t);
  await damage(folder, 'ÿlocal-storeÿ_local/credential-asha', cutOff);
  const { asha } = await start(t, folder);
  await asha.get('/login');
  const answer = await asha.post('/login', { name: 'asha', password: 'sealed-box-1' });
  t.equal(answer.status, 503);
  t.match(answer.body, 'credential-asha');
});

void t.test('a store that has lost its count is not written to from the first number on', async (t) => {
  const { folder } = await earlierBox(t);
  await damage(folder, 'ÿmeta-storeÿ_local_last_update_seq', () => '{');
  await t.rejects(startFacility({ folder, host: '127.0.0.1', port: 0 }), { code: 'store-damaged' });
});

void t.test('bytes that flip on the disk end no reading outside of its promise', async (t) => {
  const { folder } = await earlierBox(t);
  const random = new Random(1042);
  const names = (await readdir(join(folder, 'records'))).filter((name) => /\d+\.(ldb|log)$/.test(name));
  const counts: Record<string, number> = {};
  const count = (what: string): void => void (counts[what] = (counts[what] ?? 0) + 1);
  for (let sample = 0; sample < 60; sample += 1) {
    const copy = join(await newFolder(t), 'box');
    await cp(folder, copy, { recursive: true });
    const file = join(copy, 'records', random.pick(names));
    const bytes = new Uint8Array(await readFile(file));
    for (let flip = 0; flip < 3; flip += 1)
      bytes[random.between(0, bytes.length - 1)] = random.between(0, 255);
    await writeFile(file, bytes);
    try {
      const facility = await Facility.open({ folder: copy, box: 'BR1042', now: () => MORNING });
      const { records } = facility.databases;
      const reads = [
        readPrefix(records, ''),
        collect(ledgerDocuments(records)),
        collect(readBlocks(() => records, 0, facility.recordCount)),
        facility.readLocal('credential-asha'),
      ];
      for (const read of await Promise.allSettled(reads)) {
        count(
          read.status === 'fulfilled'
            ? 'read'
            : ((read.reason as { code?: string }).code ?? String(read.reason)),
        );
      }
      await facility.stop();
    } catch (error) {
      count(`open: ${(error as { code?: string }).code ?? String(error)}`);
    }
  }
  t.comment(JSON.stringify(counts));
  const wrong = Object.keys(counts).filter((what) => !/^read$|store-damaged$/.test(what));
  t.same(wrong, []);
});

async function collect(items: AsyncIterable<unknown>): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const item of items) found.push(item);
  return found;
}
