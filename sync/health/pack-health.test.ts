import t from 'tap';
import type { BoxHealth } from './box-health.js';
import { packHealth, readHealth } from './pack-health.js';

const WHOLE: BoxHealth = {
  at: '2026-11-28T04:30:07.000Z',
  version: '0.12.3',
  diskFreeMb: 101_234,
  diskTotalMb: 240_057,
  lastBackup: '2026-11-27T14:05:00.000Z',
  backupTrouble: 'backup-no-place',
  certificateEnds: '2027-12-30T00:00:00.000Z',
  storeTrouble: 'record-damaged',
  onBattery: true,
  batteryPercent: 63,
  lineBytesPerS: 12_400,
  lineKind: 'slow',
  oldestWaiting: '2026-11-28T03:12:00.000Z',
  startsAt: 30_412,
};

t.test(
  'how a box is arrives as it was told; on an ordinary day in 150 bytes, also in its first form',
  (t) => {
    const travel = (health: BoxHealth): BoxHealth | null =>
      readHealth(JSON.parse(JSON.stringify(packHealth(health))));
    t.same(travel(WHOLE), WHOLE);
    t.same(travel({ onBattery: false, lineKind: 'up' }), { onBattery: false, lineKind: 'up' });
    t.equal(travel({}), null);
    const { backupTrouble: _backup, storeTrouble: _store, startsAt: _starts, ...ordinary } = WHOLE;
    const bytes = JSON.stringify(packHealth(ordinary)).length;
    t.ok(bytes <= 150, `${bytes} bytes`);
    t.end();
  },
);

t.test('of a message with impossible values, and a later version’s, what is sound is taken', (t) => {
  const packed = packHealth(WHOLE);
  const cases: [what: string, change: object, lost: (keyof BoxHealth)[]][] = [
    ['a field of a later version', { z: { deep: 1 } }, []],
    ['more percent than there are', { q: 101 }, ['batteryPercent']],
    ['less than none', { r: -1 }, ['lineBytesPerS']],
    ['a part of a number', { f: 1.5 }, ['diskFreeMb']],
    ['more free than the disk holds', { f: 300_000 }, ['diskFreeMb', 'diskTotalMb']],
    ['a year that no calendar has', { b: 9e15, o: '2026' }, ['lastBackup', 'oldestWaiting']],
    ['words in place of a code', { s: 'सुनीता देवी', x: '<b>' }, ['storeTrouble', 'backupTrouble']],
    ['a version of a kilobyte', { v: '1'.repeat(1_000) }, ['version']],
    [
      'other types',
      { a: null, v: {}, p: 'yes', l: 7, n: true },
      ['at', 'version', 'onBattery', 'lineKind', 'startsAt'],
    ],
  ];
  for (const [what, change, lost] of cases) {
    const expected = Object.fromEntries(
      Object.entries(WHOLE).filter(([name]) => !lost.some((one) => one === name)),
    );
    t.same(readHealth({ ...packed, ...change }), expected, what);
  }
  for (const nothing of [null, undefined, 7, 'well', []]) t.equal(readHealth(nothing), null);
  t.end();
});
