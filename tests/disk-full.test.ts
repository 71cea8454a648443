import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { Facility } from '../node-server/facility.js';
import { setUpFacility } from '../node-server/set-up.js';
import { readTail } from '../node-server/store/read-records.js';

const disk = mkdtempSync(join(tmpdir(), 'nadi-disk-'));
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', disk]).status === 0;
t.teardown(() => {
  if (mounted) execFileSync('umount', ['-l', disk]);
  rmSync(disk, { recursive: true, force: true });
});

const SETUP = {
  box: 'BR1042',
  name: { hi: 'रामपुर', en: 'Rampur' },
  level: 'PHC',
  language: 'hi',
  host: '127.0.0.1',
  port: 0,
  staff: [{ id: 'asha', name: { hi: 'आशा', en: 'Asha' }, roles: ['clerk'], password: 'disk-full-1' }],
} as const;

/** Leaves about so many bytes free. */
function fillDisk(left: number): string {
  const { bavail, bsize } = statfsSync(disk);
  const file = join(disk, 'ballast');
  writeFileSync(file, new Uint8Array(Math.max(0, bavail * bsize - left)));
  return file;
}

const cannot = !mounted && 'no right to mount a small disk';

t.test(
  'a disk that fills up refuses slips in words, loses none that was shown, and goes on when it has room',
  { skip: cannot },
  async (t) => {
    const folder = join(disk, 'box');
    await setUpFacility({
      ...SETUP,
      staff: [...SETUP.staff].map((one) => ({ ...one, roles: [...one.roles] })),
      folder,
    });
    const facility = await Facility.open({
      folder,
      box: 'BR1042',
      now: Date.now,
    });
    t.teardown(() => facility.stop());
    const shown: string[] = [];
    const issue = async (): Promise<void> => {
      const visit = await facility.append({ by: 'asha' }, (draft) => {
        const patient = draft.patient({
          name: 'सुनीता देवी',
          sex: 'female',
          village: 'गाँव '.repeat(20).trim(),
        });
        return draft.visit({ patient: patient._id, kind: 'new', station: 'vitals' });
      });
      shown.push(visit._id);
    };
    await issue();
    const ballast = fillDisk(64 * 1024);
    let refusal: unknown;
    for (let slip = 0; slip < 400 && !refusal; slip += 1)
      await issue().catch((error: unknown) => (refusal = error));
    t.match(refusal, { code: 'disk-full', hint: 'hints.freeDisk' });
    await t.rejects(issue(), { code: 'disk-full' }, 'said again at once, not hung');
    unlinkSync(ballast);

    const before = shown.length;
    for (let tries = 0; tries < 100 && shown.length === before; tries += 1) {
      await issue().catch(() => new Promise((resolve) => setTimeout(resolve, 100)));
    }
    t.ok(shown.length > before, 'it goes on by itself when there is room');
    const ids = new Set<string>();
    const numbers: number[] = [];
    await readTail(facility.databases.records, 0, ({ _id, n }) => {
      ids.add(_id);
      numbers.push(n);
    });
    t.same(
      shown.filter((visit) => !ids.has(visit)),
      [],
    );
    t.same(
      numbers,
      numbers.map((_, index) => index + 1),
      'n has no gap',
    );
  },
);

t.test('a set-up without room says so and can be begun again', { skip: cannot }, async (t) => {
  const folder = join(disk, 'late');
  const ballast = fillDisk(0);
  const staff = [{ ...SETUP.staff[0], roles: [...SETUP.staff[0].roles] }];
  await t.rejects(setUpFacility({ ...SETUP, staff, folder }), { code: 'disk-full' });
  unlinkSync(ballast);
  t.same(await setUpFacility({ ...SETUP, staff, folder }), { box: 'BR1042', folder });
});
