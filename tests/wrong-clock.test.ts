import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { makeBackup } from '../cli/tasks/control-backups.js';
import { readStatus } from '../cli/tasks/read-status.js';
import { DAY_MS, MORNING, newFolder, outcome, setUpBox, told } from '../node-server/audit/sealed-box.js';
import { verifyFolder } from '../node-server/audit/verify-folder.js';
import { FIRST_PLAN } from '../node-server/backup/backup-plan.js';
import { listBackups } from '../node-server/backup/list-backups.js';
import { makeRecoveryKey } from '../node-server/backup/recovery-key.js';
import { changeBackupPlan } from '../node-server/box-folder/change-settings.js';
import { startFacility } from '../node-server/start.js';
import { HttpUser } from './http-user.js';
import { registerPatient } from './register-patient.js';

const IN_1970 = 60_000;
const TEN_YEARS = 3_652 * DAY_MS;

/** A clock that jumps before a start, during work and in the middle of a backup. */
for (const [name, jump] of [
  ['1970', IN_1970],
  ['ten years ahead', MORNING + TEN_YEARS],
] as const) {
  void t.test(`a clock at ${name} at the start, during work and in a backup loses nothing`, async (t) => {
    const root = await newFolder(t);
    const folder = join(root, 'box');
    const stick = join(root, 'stick');
    await mkdir(stick);
    await setUpBox(folder, { at: MORNING });
    const { recipient } = await makeRecoveryKey();
    const places = [{ kind: 'folder' as const, path: stick }];
    await changeBackupPlan(folder, { ...FIRST_PLAN, places, recoveryKey: recipient });
    let now: number = jump;
    const start = async () => {
      const running = await startFacility({ folder, host: '127.0.0.1', port: 0, now: () => now });
      const asha = new HttpUser(running.addresses[0] ?? '');
      await asha.logIn('asha', 'sealed-box-1');
      const stop = async (): Promise<void> => {
        asha.close();
        await running.stop();
      };
      return { asha, stop };
    };
    const slips: (string | null)[] = [];

    const wrong = await start();
    slips.push(await registerPatient(wrong.asha));
    now = MORNING + 3_600_000;
    slips.push(await registerPatient(wrong.asha));
    now = jump;
    slips.push(await registerPatient(wrong.asha));
    const job = makeBackup(folder, { full: true });
    await job.next();
    now = MORNING + 2 * 3_600_000;
    const first = await outcome(job);
    const { clock } = await readStatus(folder);
    t.equal(clock.uncertain, jump > MORNING, 'the status says where the clock stands behind the records');
    await wrong.stop();

    const right = await start();
    slips.push(await registerPatient(right.asha));
    const second = await outcome(makeBackup(folder, {}));
    await right.stop();

    t.ok(slips.every(Boolean), 'each slip was shown');
    t.equal(new Set(slips).size, 4, 'no token twice');
    t.equal(second.kind, 'incremental');
    const files = await listBackups(stick);
    t.same(
      files.map(({ file, problem }) => [file, problem]),
      [first, second].map(({ file }) => [file, null]),
      'in the order in which they were made',
    );
    const found = told(await outcome(verifyFolder(folder)));
    t.same(
      found.filter((one) => !/^clock-jump/.test(one)),
      [],
      'the chain is whole; a jump of years is named',
    );
  });
}
