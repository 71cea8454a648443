import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { makeSample, writeSampleStick } from './sample-stick.js';
import type { PieceIn } from './stick-format.js';

const disk = mkdtempSync(join(tmpdir(), 'nadi-small-stick-'));
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk]).status === 0;
t.teardown(() => {
  if (mounted) execFileSync('umount', ['-l', disk]);
  rmSync(disk, { recursive: true, force: true });
});
const skip = !mounted && 'no right to mount a small disk';

function papers(letter: PieceIn): PieceIn[] {
  const scan = Uint8Array.from({ length: 200_000 }, (_, i) => (i * 7_919) % 251);
  return [letter, { kind: 'paper', bytes: scan }, { kind: 'paper', bytes: scan }];
}

void t.test(
  'a stick that fills up is said to be full, and no part of a file is left on it',
  { skip },
  async (t) => {
    const sample = { ...(await makeSample(t, 3)), folder: disk };
    await t.rejects(writeSampleStick(sample, { pieces: papers }), {
      code: 'disk-full',
      params: { place: disk },
    });
    t.same(readdirSync(disk), []);
  },
);

void t.test('a stick that is locked is told from one that is not there', { skip }, async (t) => {
  const sample = { ...(await makeSample(t, 3)), folder: disk };
  execFileSync('mount', ['-o', 'remount,ro', disk]);
  await t.rejects(writeSampleStick(sample), { code: 'stick-no-place', message: /cannot be written to/ });
  execFileSync('mount', ['-o', 'remount,rw', disk]);
  const gone = { ...sample, folder: join(disk, 'gone') };
  await t.rejects(writeSampleStick(gone), { code: 'stick-no-place', message: /went away/ });
});

void t.test('a stick that is pulled out while it is written to counts for nothing', { skip }, async (t) => {
  const sample = { ...(await makeSample(t, 3)), folder: disk };
  const pulled = writeSampleStick(sample, {
    pieces: (letter) => {
      const list = papers(letter).slice(0, 2);
      return new Proxy(list, {
        get(of, name) {
          // Before the second piece the stick goes.
          if (name === '1') spawnSync('umount', ['-l', disk]);
          return Reflect.get(of, name) as unknown;
        },
      });
    },
  });
  await t.rejects(pulled, { code: 'stick-no-place' });
  t.same(readdirSync(disk), []);
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk]);
});
