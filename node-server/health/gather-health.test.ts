import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import type { OwnHealth } from '../../sync/health/box-health.js';
import { gatherHealth, type HealthParts } from './gather-health.js';
import { readPower, type Power } from './read-power.js';

type Supplies = Record<string, Record<string, string>>;

const MAINS = { type: 'Mains', online: '1' };
const CUT = { type: 'Mains', online: '0' };

t.test('what feeds the box is read as the kernel tells it', async (t) => {
  const cases: [what: string, supplies: Supplies, expected: Power | null][] = [
    ['a desktop', {}, null],
    ['a desktop whose mains are seen', { AC: MAINS }, null],
    [
      'a laptop on the mains',
      { AC: MAINS, BAT0: { type: 'Battery', status: 'Charging', capacity: '61' } },
      { onBattery: false, batteryPercent: 61 },
    ],
    [
      'a laptop in a power cut',
      { AC: CUT, BAT0: { type: 'Battery', status: 'Discharging', capacity: '60' } },
      { onBattery: true, batteryPercent: 60 },
    ],
    [
      'a full battery just after the cut',
      { AC: CUT, BAT0: { type: 'Battery', status: 'Full', capacity: '100' } },
      { onBattery: true, batteryPercent: 100 },
    ],
    [
      'a UPS',
      { ups: { type: 'UPS', status: 'Discharging', capacity: '8' } },
      { onBattery: true, batteryPercent: 8 },
    ],
    [
      'two batteries',
      {
        BAT0: { type: 'Battery', status: 'Full', capacity: '99' },
        BAT1: { type: 'Battery', status: 'Unknown', capacity: '40' },
      },
      { onBattery: false, batteryPercent: 40 },
    ],
    [
      'a tablet at a charger',
      { usb: { type: 'USB', online: '1' }, BAT: { type: 'Battery', status: 'Not charging', capacity: '80' } },
      { onBattery: false, batteryPercent: 80 },
    ],
    [
      'the battery of a mouse',
      { AC: MAINS, hid: { type: 'Battery', scope: 'Device', status: 'Discharging', capacity: '5' } },
      null,
    ],
    [
      'one that does not say how full it is',
      { BAT0: { type: 'Battery', status: 'Discharging' } },
      { onBattery: true },
    ],
    [
      'one that says what cannot be',
      { BAT0: { type: 'Battery', status: 'Charging', capacity: '-1' } },
      { onBattery: false },
    ],
  ];
  for (const [i, [what, supplies, expected]] of cases.entries()) {
    const root = t.testdir({});
    await layOut(join(root, String(i)), supplies);
    t.same(await readPower(join(root, String(i))), expected, what);
  }
  t.equal(await readPower(join(t.testdir({}), 'none')), null, 'no such list at all');
});

async function layOut(root: string, supplies: Supplies): Promise<void> {
  for (const [name, files] of Object.entries(supplies)) {
    const folder = join(root, 'sys/class/power_supply', name);
    await mkdir(folder, { recursive: true });
    for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), `${text}\n`);
  }
}

function backedUp(changed: Partial<ReturnType<HealthParts['backups']['health']>>): HealthParts['backups'] {
  return { health: () => ({ lastAt: null, isOld: false, hasKey: true, ...changed }) };
}

t.test('each part of the box says what it knows; what one does not know is absent', async (t) => {
  const root = t.testdir({});
  const well: HealthParts = {
    facility: {
      disk: () => Promise.resolve({ freeBytes: 12_345_678_901, totalBytes: 240_000_000_000 }),
      isWhole: true,
      damage: [],
      ledger: { trouble: null },
    },
    backups: backedUp({}),
    version: '1.2.3',
    certificateEnds: () => null,
    root,
  };
  const usual: OwnHealth = { version: '1.2.3', diskFreeMb: 12_345, diskTotalMb: 240_000 };
  const facility = (changed: object): Partial<HealthParts> => ({
    facility: { ...well.facility, ...changed },
  });
  const cases: [what: string, changed: Partial<HealthParts>, expected: OwnHealth][] = [
    ['all well', {}, usual],
    ['a good backup', { backups: backedUp({ lastAt: 'T1' }) }, { ...usual, lastBackup: 'T1' }],
    [
      'a backup that failed since',
      { backups: backedUp({ lastAt: 'T1', trouble: { at: 'T2', code: 'backup-no-place', message: '' } }) },
      { ...usual, lastBackup: 'T1', backupTrouble: 'backup-no-place' },
    ],
    [
      'no key, so no backup can be made',
      { backups: backedUp({ hasKey: false }) },
      { ...usual, backupTrouble: 'backup-no-key' },
    ],
    [
      'no backup after a day',
      { backups: backedUp({ isOld: true }) },
      { ...usual, backupTrouble: 'backup-none' },
    ],
    ['HTTPS', { certificateEnds: () => 'T3' }, { ...usual, certificateEnds: 'T3' }],
    [
      'a full disk',
      facility({ ledger: { trouble: { code: 'disk-full' } } }),
      { ...usual, storeTrouble: 'disk-full' },
    ],
    ['a spoilt record', facility({ damage: [{}] }), { ...usual, storeTrouble: 'record-damaged' }],
    [
      'a ledger with strangers in it',
      facility({ isWhole: false }),
      { ...usual, storeTrouble: 'numbers-differ' },
    ],
    [
      'a folder that is gone',
      facility({ disk: () => Promise.reject(new Error('ENOENT')) }),
      { version: '1.2.3' },
    ],
  ];
  for (const [what, changed, expected] of cases)
    t.same(await gatherHealth({ ...well, ...changed }), expected, what);
});
