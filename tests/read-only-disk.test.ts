import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { issueSlip, openBox, outcome, setUpBox } from '../node-server/audit/sealed-box.js';
import { verifyFolder } from '../node-server/audit/verify-folder.js';
import { Facility } from '../node-server/facility.js';
import { setUpFacility } from '../node-server/set-up.js';
import { startFacility } from '../node-server/start.js';

const disk = mkdtempSync(join(tmpdir(), 'nadi-disk-'));
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=32m', 'tmpfs', disk]).status === 0;
t.teardown(() => {
  if (mounted) execFileSync('umount', ['-l', disk]);
  rmSync(disk, { recursive: true, force: true });
});

/** As a kernel turns a disk on which it has seen errors. */
function turn(state: 'ro' | 'rw'): void {
  execFileSync('mount', ['-o', `remount,${state}`, disk]);
}

t.test(
  'a data folder on a disk that takes no writing is refused in words and kept as it is',
  { skip: !mounted && 'no right to mount a small disk' },
  async (t) => {
    const folder = join(disk, 'box');
    const clock = { at: Date.now() };
    await setUpBox(folder, clock);
    const box = await openBox(folder, clock);
    await issueSlip(box, clock);
    await box.close();
    turn('ro');
    const refusal = { code: 'store-failed', message: /takes no writing/, hint: 'hints.readOnlyDisk' };
    await t.rejects(startFacility({ folder, host: '127.0.0.1', port: 0 }), refusal);
    // Not "another server has it open", though LevelDB speaks of its LOCK file.
    await t.rejects(Facility.open({ folder, box: 'BR1042', now: Date.now }), refusal);
    const staff = [
      { id: 'asha', name: { hi: 'आशा', en: 'Asha' }, roles: ['clerk' as const], password: 'read-only-1' },
    ];
    await t.rejects(
      setUpFacility({
        ...{ folder: join(disk, 'new'), box: 'BR1042', name: { hi: 'रामपुर', en: 'Rampur' }, level: 'PHC' },
        ...{ language: 'hi', host: '127.0.0.1', port: 0, staff },
      }),
      { code: 'bad-input', fields: [{ field: 'data', code: 'notWritable' }] },
    );
    turn('rw');
    const running = await startFacility({ folder, host: '127.0.0.1', port: 0 });
    t.equal(running.facility.patients.size, 1);
    await running.stop();
    t.match(await outcome(verifyFolder(folder)), { whole: true });
  },
);
