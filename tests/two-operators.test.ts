import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import t, { type Test } from 'tap';
import { makeBackup, readBackups } from '../cli/tasks/control-backups.js';
import { readSyncReport, syncNow } from '../cli/tasks/control-sync.js';
import { addStaff, disableStaff, listStaff } from '../cli/tasks/manage-staff.js';
import { changeCentre } from '../node-server/box-folder/change-settings.js';
import { setUpFacility } from '../node-server/set-up.js';
import { startFacility } from '../node-server/start.js';
import type { FacilityError } from '../records/facility-error.js';
import { runOut } from '../records/progress.js';
import { QUICK_COST } from './quick-cost.js';

/** A running box whose centre answers to nobody. */
async function openBox(t: Test): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'nadi-two-'));
  const folder = join(root, 'box');
  const backupFolder = join(root, 'usb');
  await mkdir(backupFolder);
  const verma = { id: 'verma', name: { hi: 'वर्मा', en: 'Verma' }, roles: ['incharge' as const] };
  await setUpFacility({
    folder,
    box: 'BR1042',
    name: { hi: 'रामपुर', en: 'Rampur' },
    level: 'PHC',
    language: 'hi',
    host: '127.0.0.1',
    port: 0,
    backupFolder,
    recoveryKey: await identityToRecipient(await generateIdentity()),
    passwordCost: QUICK_COST,
    staff: [{ ...verma, password: 'verma-1042' }],
  });
  await changeCentre(folder, { url: 'http://127.0.0.1:9', user: 'BR1042', password: 'secret-1042' });
  const running = await startFacility({ folder });
  t.teardown(async () => {
    await running.stop();
    await rm(root, { recursive: true, force: true });
  });
  return folder;
}

/** What became of two operators' calls at the same moment, those that went well first. */
async function both<T>(calls: Promise<T>[]): Promise<{ done: T[]; told: FacilityError[] }> {
  const outcomes = await Promise.allSettled(calls);
  return {
    done: outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])),
    told: outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason as FacilityError] : [])),
  };
}

void t.test('of two operators who do the same at once one succeeds, and the other is told', async (t) => {
  const folder = await openBox(t);

  const sunita = { id: 'sunita', name: { hi: 'सुनीता', en: 'Sunita' }, roles: ['nurse' as const] };
  const added = await both([addStaff(folder, sunita), addStaff(folder, sunita)]);
  t.equal(added.done.length, 1);
  t.match(added.told, [{ code: 'conflict', fields: [{ field: 'id', code: 'taken' }] }]);

  const disabled = await both([disableStaff(folder, 'verma'), disableStaff(folder, 'sunita')]);
  t.equal(disabled.done.length, 1);
  t.match(disabled.told, [{ code: 'conflict' }], 'somebody can still log in');
  t.equal((await listStaff(folder)).filter(({ active }) => active).length, 1);

  const backedUp = await both([runOut(makeBackup(folder, {})), runOut(makeBackup(folder, {}))]);
  t.equal(backedUp.done.length, 1);
  t.match(backedUp.told, [{ code: 'conflict', message: 'Another backup is under way.' }]);
  t.ok(await readBackups(folder));

  const sent = await both([syncNow(folder), syncNow(folder)]);
  t.match(sent.told, [{ code: 'centre-unreachable' }, { code: 'centre-unreachable' }]);

  const jobs = await both<unknown>([
    runOut(makeBackup(folder, {})),
    syncNow(folder),
    addStaff(folder, { ...sunita, id: 'ravi' }),
    readSyncReport(folder),
    readSyncReport(folder),
  ]);
  t.match(jobs.told, [{ code: 'centre-unreachable' }], 'different jobs do not stand in each other’s way');
  t.equal((await listStaff(folder)).length, 3);
});
