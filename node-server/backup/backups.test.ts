import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { getuid } from 'node:process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { FacilityError } from '../../records/facility-error.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import type { Job } from '../../records/progress.js';
import type { BundledRecord } from '../../sync/bundle.js';
import { changeBackupPlan } from '../box-folder/change-settings.js';
import { readBoxFolder } from '../box-folder/read-box-folder.js';
import { Facility } from '../facility.js';
import { setUpFacility } from '../set-up.js';
import { newestChain } from './backup-chain.js';
import type { BackupPart } from './backup-format.js';
import { Backups, type BackupsOptions } from './backups.js';
import { FIRST_PLAN } from './backup-plan.js';
import { listBackups } from './list-backups.js';
import { readBackup } from './read-backup.js';
import { makeRecoveryKey, type RecoveryKey } from './recovery-key.js';
import type { BackupResult } from './run-backup.js';
import { QUICK_COST } from '../../tests/quick-cost.js';

const HOUR = 3_600_000;
const START = Date.parse('2026-11-18T04:00:00Z');

async function box(t: Test, more: Partial<BackupsOptions> & { key?: boolean } = {}) {
  const root = await mkdtemp(join(tmpdir(), 'nadi-backups-'));
  const folder = join(root, 'data');
  const stick = join(root, 'stick');
  await mkdir(stick);
  const clock = { now: START };
  const now = () => clock.now;
  const key = await makeRecoveryKey();
  await setUpFacility({
    folder,
    box: 'BR1042',
    name: { hi: 'रामपुर', en: 'Rampur' },
    level: 'PHC',
    language: 'hi',
    host: '127.0.0.1',
    port: 0,
    ...(more.key === false ? {} : { recoveryKey: key.recipient }),
    centre: { url: 'http://centre.example', user: 'BR1042', password: 'the centre password' },
    passwordCost: QUICK_COST,
    staff: [{ id: 'asha', name: { hi: 'आशा', en: 'Asha' }, roles: ['clerk'], password: 'bench-only-1' }],
    now,
  });
  const { settings } = await readBoxFolder(folder);
  const plan = { ...FIRST_PLAN, ...settings.backup, places: [{ kind: 'folder' as const, path: stick }] };
  await changeBackupPlan(folder, plan);
  const facility = await Facility.open({ folder, box: 'BR1042', now });
  const log: string[] = [];
  const open = () =>
    Backups.open({
      facility,
      folder,
      log: ({ message }) => log.push(message),
      disks: () => Promise.resolve({ mounts: '', disks: {} }),
      lookEveryMs: 0,
      ...more,
    });
  const backups = await open();
  t.teardown(async () => {
    await backups.stop();
    await facility.stop();
    await rm(root, { recursive: true, force: true });
  });
  return { folder, stick, clock, facility, backups, key, log, open, plan };
}

async function outcome<T>(job: Job<T>): Promise<T> {
  for (;;) {
    const step = await job.next();
    if (step.done) return step.value;
  }
}

async function receive(facility: Facility, count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    await facility.append({ by: 'asha' }, (draft) => {
      draft.stock({ item: 'ors-sachet', change: 10 + i, kind: 'receive', batch: `L${i}`, expiry: '2027-03' });
    });
  }
}

async function documents(facility: Facility, upTo: number): Promise<LedgerRecord[]> {
  const { results } = await facility.databases.records.changes({ include_docs: true, limit: upTo });
  return results.map(({ doc }) => doc as unknown as LedgerRecord);
}

async function contents(folder: string, key: RecoveryKey): Promise<BackupPart[]> {
  const parts: BackupPart[] = [];
  for (const { path } of newestChain(await listBackups(folder)) ?? [])
    for await (const part of readBackup(path, [key.identity])) parts.push(part);
  return parts;
}

function recordsIn(parts: BackupPart[]): BundledRecord[] {
  return parts.flatMap((part): BundledRecord[] => (part.part === 'records' ? part.records : []));
}

t.test('a full backup and incrementals hold every record, with what a new box needs', async (t) => {
  const { folder, stick, facility, backups, key, clock } = await box(t);
  await receive(facility, 30);
  const full = await outcome(backups.make({}));
  t.match(full, { kind: 'full', from: 0, upTo: 32 });
  clock.now += HOUR;
  await receive(facility, 5);
  const second = await outcome(backups.make({}));
  t.match(second, { kind: 'incremental', from: 32, upTo: 38 }, "the first one's own record is in the second");
  const parts = await contents(stick, key);
  t.strictSame(recordsIn(parts), await documents(facility, 38), 'the same ids, revisions and contents');
  const settings = parts.find((part) => part.part === 'settings');
  t.match(settings, {
    settings: { settings: { box: 'BR1042' }, secrets: { centrePassword: 'the centre password' } },
  });
  const { secrets } = await readBoxFolder(folder);
  t.notMatch(JSON.stringify(settings), secrets.cookieKey, 'a new box makes its own cookie key');
  const locals = parts.find((part) => part.part === 'locals');
  t.match(locals, { locals: [{ _id: '_local/credential-asha', hash: /.+/ }] });
  const bytes = await readFile(join(stick, full.file), 'latin1');
  t.notMatch(bytes, /ors-sachet|the centre password|credential/, 'nothing of it can be read without a key');
  const records = (await documents(facility, facility.recordCount)).filter(({ type }) => type === 'backup');
  t.match(records, [
    { file: full.file, upTo: 32, bytes: full.bytes, place: 'folder' },
    { file: second.file },
  ]);
});

t.test('a broken chain, an unknown file or another key begins a full backup', async (t) => {
  const { folder, stick, facility, backups, plan, open } = await box(t);
  await receive(facility, 3);
  const first = await outcome(backups.make({}));
  t.equal((await outcome(backups.make({}))).kind, 'incremental');
  await rm(join(stick, first.file));
  t.equal((await outcome(backups.make({}))).kind, 'full', 'the full one is gone');
  const restarted = await open();
  t.equal((await outcome(restarted.make({}))).kind, 'incremental', 'after a restart it goes on');
  await changeBackupPlan(folder, { ...plan, recoveryKey: (await makeRecoveryKey()).recipient });
  const keyed = await outcome(restarted.make({}));
  t.equal(keyed.kind, 'full', 'the new key opens all that follows');
  const file = join(stick, keyed.file);
  await writeFile(file, (await readFile(file, 'latin1')).slice(0, -100), 'latin1');
  t.equal((await outcome(restarted.make({}))).kind, 'full', 'the last one was cut off');
});

t.test('without a key or a place it is refused by name, and nothing is written', async (t) => {
  const { folder, stick, backups, facility, plan } = await box(t, { key: false });
  await t.rejects(outcome(backups.make({})), { code: 'backup-no-key' });
  await changeBackupPlan(folder, {
    ...plan,
    places: [{ kind: 'usb' }],
    recoveryKey: (await makeRecoveryKey()).recipient,
  });
  await t.rejects(outcome(backups.make({})), { code: 'backup-no-place' });
  await t.rejects(outcome(backups.make({ to: 'relative' })), { code: 'bad-input' });
  t.strictSame(await readdir(stick), []);
  t.equal(facility.recordCount, 2);
});

t.test('two at once: the second is told, the first goes on', async (t) => {
  const { backups, facility } = await box(t);
  await receive(facility, 5);
  const first = backups.make({});
  await first.next();
  t.equal(backups.health().isRunning, true);
  await t.rejects(outcome(backups.make({})), { code: 'conflict' });
  await t.rejects(backups.prune({ dryRun: false }), { code: 'conflict' });
  t.match(await outcome(first), { kind: 'full' });
  t.equal(backups.health().isRunning, false);
});

t.test('one that goes on is seen again from elsewhere, and cancelled there without harm', async (t) => {
  const { stick, backups, facility } = await box(t);
  await receive(facility, 5);
  t.throws(() => backups.running(), { code: 'not-found' });
  const begun = backups.start({}).follow();
  await begun.next();
  await begun.return(undefined as never);
  t.equal((await backups.overview()).running?.step, 'backup.writing', 'who began it went away');
  t.match(await outcome(backups.running().follow()), { kind: 'full' });
  const [file] = await readdir(stick);

  const second = backups.start({ full: true });
  await second.follow().next();
  await backups.running().cancel();
  t.equal(await outcome(second.follow()), null);
  t.strictSame(await readdir(stick), [file], 'nothing is left of it');
  t.equal((await backups.overview()).running, null);

  await rename(stick, `${stick}-pulled`);
  await t.rejects(outcome(backups.start({}).follow()), { code: 'backup-no-place' });
  t.match(backups.health().trouble, { code: 'backup-no-place' }, 'it is told where nobody looked on');
});

t.test('one that is broken off leaves nothing, and the next is as if it had never been', async (t) => {
  const { stick, backups, facility } = await box(t);
  await receive(facility, 5);
  for (let steps = 1; steps < 4; steps += 1) {
    const job = backups.make({});
    for (let i = 0; i < steps; i += 1) if ((await job.next()).done) t.fail('too quick');
    await job.return(undefined as never);
    t.strictSame(await readdir(stick), [], `after ${steps} steps`);
  }
  await writeFile(join(stick, 'BR1042-20261118T040000Z-full-000001-000009.nadi.part'), 'half');
  await writeFile(join(stick, 'BR0977-20261118T040000Z-full-000001-000009.nadi.part'), "another box's");
  const { file } = await outcome(backups.make({}));
  t.strictSame(
    (await readdir(stick)).sort(),
    ['BR0977-20261118T040000Z-full-000001-000009.nadi.part', file].sort(),
  );
});

t.test('a stick that is pulled out in the middle', async (t) => {
  const { stick, backups, facility } = await box(t);
  await receive(facility, 5);
  const pulled = backups.make({});
  await pulled.next();
  await rename(stick, `${stick}-pulled`);
  await t.rejects(outcome(pulled), { code: 'backup-no-place' });
  await rename(`${stick}-pulled`, stick);
  const { file } = await outcome(backups.make({}));
  t.ok((await readdir(stick)).includes(file), 'put in again, it works');
});

t.test('a full stick and one that takes no writing are told by name; the box goes on', async (t) => {
  const { stick, backups, facility } = await box(t);
  if (getuid?.() !== 0) return t.pass('only root can mount one');
  const mounted = (options: string) =>
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'nadi-test', stick]);
  try {
    mounted('size=64k');
  } catch {
    return t.pass('this machine mounts nothing');
  }
  try {
    for (let i = 0; i < 30; i += 1) {
      await facility.append({ by: 'asha' }, (draft) => {
        for (let k = 0; k < 30; k += 1) {
          const batch = Math.random().toString(36).slice(2).toUpperCase();
          draft.stock({ item: 'ors-sachet', change: 1 + k, kind: 'receive', batch, expiry: '2027-03' });
        }
      });
    }
    await writeFile(join(stick, 'holiday-photos'), 'x'.repeat(61_000));
    await t.rejects(outcome(backups.make({})), { code: 'disk-full' });
    t.strictSame(await readdir(stick), ['holiday-photos'], 'no half file stays');
    execFileSync('mount', ['-o', 'remount,ro', stick]);
    await t.rejects(outcome(backups.make({})), { code: 'backup-no-place' });
    await receive(facility, 1);
    t.equal(backups.health().lastAt, null);
  } finally {
    execFileSync('umount', [stick]);
  }
  t.match(await outcome(backups.make({})), { kind: 'full' });
});

t.test('a stick that is unmounted in the middle leaves no backup on the box’s own disk', async (t) => {
  const { stick, backups, facility } = await box(t);
  if (getuid?.() !== 0) return t.pass('only root can mount one');
  await receive(facility, 5);
  for (const steps of [1, 2, 3]) {
    try {
      execFileSync('mount', ['-t', 'tmpfs', 'nadi-test', stick]);
    } catch {
      return t.pass('this machine mounts nothing');
    }
    const job = backups.make({});
    for (let i = 0; i < steps; i += 1) if ((await job.next()).done) t.fail('too quick');
    execFileSync('umount', ['-l', stick]);
    await t.rejects(outcome(job), { code: 'backup-no-place', message: /pulled out/ });
    t.strictSame(await readdir(stick), [], `after ${steps} steps`);
  }
  t.match(await outcome(backups.make({})), { kind: 'full' });
});

t.test('a folder that this user may not write to', async (t) => {
  if (getuid?.() === 0) return t.pass('root may write everywhere');
  const { stick, backups } = await box(t);
  await chmod(stick, 0o500);
  await t.rejects(outcome(backups.make({})), { code: 'backup-no-place' });
  await chmod(stick, 0o700);
});

t.test('the schedule: at once, then each evening, once; a time missed is made up for', async (t) => {
  const { stick, backups, facility, clock, open } = await box(t);
  const files = async () => (await listBackups(stick)).length;
  await backups.look();
  t.equal(await files(), 1, 'the first one does not wait for the evening');
  await backups.look();
  t.equal(await files(), 1);
  clock.now = Date.parse('2026-11-18T14:29:00Z');
  await backups.look();
  t.equal(await files(), 1, '19:59 in India');
  clock.now = Date.parse('2026-11-18T14:31:00Z');
  await backups.look();
  await backups.look();
  t.equal(await files(), 2, '20:01');
  t.equal(backups.health().isOld, false);
  clock.now = Date.parse('2026-11-20T04:00:00Z');
  t.equal(backups.health().isOld, true, 'the box was off for a day');
  const restarted = await open();
  await restarted.look();
  t.equal(await files(), 3, 'and makes up for it at its start');
  t.equal(restarted.health().isOld, false);
  clock.now = 0;
  await restarted.look();
  t.equal(await files(), 3, 'a clock at 1970 after a power cut: the ledger knows better');
  t.match(await outcome(restarted.make({})), { file: /^BR1042-20261120T/ });
  clock.now = Date.parse('2026-11-23T04:00:00Z');
  await restarted.look();
  const kinds = (await listBackups(stick)).map(({ header }) => header?.kind);
  t.strictSame(kinds, ['full', 'incremental', 'incremental', 'incremental', 'full'], 'Sunday was a full one');
  t.ok(facility.recordCount > 0);
});

t.test('a scheduled one that fails says so until one is good', async (t) => {
  const { folder, backups, plan, log } = await box(t);
  await changeBackupPlan(folder, { ...plan, places: [{ kind: 'usb' }] });
  await backups.look();
  t.match(backups.health(), { trouble: { code: 'backup-no-place' }, lastAt: null });
  t.equal(log.length, 1);
  await changeBackupPlan(folder, plan);
  await outcome(backups.make({}));
  t.equal(backups.health().trouble, undefined);
});

t.test('prune removes what the rule does not keep and leaves foreign files alone', async (t) => {
  const { folder, stick, backups, clock, plan } = await box(t);
  await changeBackupPlan(folder, { ...plan, keep: { daily: 2, weekly: 0, monthly: 0 } });
  const made: BackupResult[] = [];
  for (let day = 0; day < 5; day += 1) {
    made.push(await outcome(backups.make({ full: true })));
    clock.now += 24 * HOUR;
  }
  await writeFile(join(stick, 'BR1042-junk.nadi'), 'half a copy');
  const { removed } = await backups.prune({ dryRun: true });
  t.strictSame(
    removed.map(({ file }) => file).sort(),
    made
      .slice(0, 3)
      .map(({ file }) => file)
      .sort(),
  );
  t.equal((await readdir(stick)).length, 6, 'only said');
  await backups.prune({ dryRun: false });
  const left = [...made.slice(3).map(({ file }) => file), 'BR1042-junk.nadi'].sort();
  t.strictSame((await readdir(stick)).sort(), left);
});

t.test('a seal is held against the records that were read back', async (t) => {
  /** Sums up numbers: stands for the chain. */
  const chain = (start: { n: number; head: string } | null) => ({
    n: start?.n ?? 0,
    head: start?.head ?? '',
    add(record: object) {
      this.n += 1;
      this.head = `${this.n}${'_rev' in record ? 'revised' : ''}`;
    },
  });
  let head: string | null = null;
  const { backups, facility, stick } = await box(t, {
    chain,
    seal: () => Promise.resolve({ upTo: facility.recordCount, head: head ?? String(facility.recordCount) }),
  });
  t.match(await outcome(backups.make({})), { kind: 'full', sealHolds: true });
  await receive(facility, 1);
  t.match(await outcome(backups.make({})), { kind: 'incremental', sealHolds: true });
  head = 'another';
  const before = (await readdir(stick)).length;
  await t.rejects(outcome(backups.make({})), FacilityError);
  t.equal((await readdir(stick)).length, before, 'what does not fit its seal is no backup');
});
