import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { changeBackupPlan } from '../box-folder.js';
import { Facility } from '../facility.js';
import { setUpFacility } from '../set-up.js';
import { Backups } from './backups.js';
import { FIRST_PLAN } from './backup-plan.js';
import { chainTo } from './backup-chain.js';
import { listBackups } from './list-backups.js';
import { makeRecoveryKey } from './recovery-key.js';
import { verifyBackup } from './verify-backup.js';

const KILLS = 20;
const WRITER = fileURLToPath(new URL('./backup-writer.js', import.meta.url));

t.test(
  '20 kills in the middle of backups: each file is whole or absent, no record is lost',
  { timeout: 600_000 },
  async (t) => {
    const root = await mkdtemp(join(tmpdir(), 'nadi-kill-'));
    t.teardown(() => rm(root, { recursive: true, force: true }));
    const folder = join(root, 'data');
    const stick = join(root, 'stick');
    await mkdir(stick);
    const key = await makeRecoveryKey();
    await setUpFacility({
      folder,
      box: 'BR1042',
      name: { hi: 'रामपुर', en: 'Rampur' },
      level: 'PHC',
      language: 'hi',
      host: '127.0.0.1',
      port: 0,
      staff: [{ id: 'asha', name: { hi: 'आशा', en: 'Asha' }, roles: ['clerk'], password: 'bench-only-1' }],
    });
    const plan = {
      ...FIRST_PLAN,
      places: [{ kind: 'folder' as const, path: stick }],
      recoveryKey: key.recipient,
    };
    await changeBackupPlan(folder, plan);
    let acknowledged = 0;
    const made: string[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      const child = fork(WRITER, [folder], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
      const working = new Promise<void>((resolve) => {
        child.on('message', (message: { n?: number; file?: string; step?: string }) => {
          if (message.n !== undefined) acknowledged = Math.max(acknowledged, message.n);
          if (message.file !== undefined) made.push(message.file);
          if (message.step !== undefined) resolve();
        });
      });
      await working;
      await pause(kill * 7);
      child.kill('SIGKILL');
      await once(child, 'close');
    }
    const facility = await Facility.open({ folder, box: 'BR1042', now: Date.now });
    t.teardown(() => facility.stop());
    t.ok(facility.recordCount >= acknowledged, `${acknowledged} records were acknowledged`);
    t.equal(facility.isWhole, true);
    const backups = await Backups.open({ facility, folder, log: () => undefined, lookEveryMs: 0 });
    const job = backups.make({});
    let step = await job.next();
    for (; !step.done; step = await job.next());
    made.push(step.value.file);
    const names = await readdir(stick);
    t.strictSame(
      names.filter((name) => !name.endsWith('.nadi')),
      [],
      'what was broken off is cleared',
    );
    t.strictSame(
      made.filter((file) => !names.includes(file)),
      [],
      'what was said to be made is there',
    );
    const files = await listBackups(stick);
    for (const file of files) {
      t.equal(file.problem, null);
      const verifying = verifyBackup(file.path, [key.identity]);
      for (let part = await verifying.next(); ; part = await verifying.next()) if (part.done) break;
      chainTo(file, files);
    }
    t.ok(files.length >= made.length, `${files.length} backups read back`);
  },
);
