import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { diskEncrypted } from './disk-encrypted.js';

interface Disk {
  /** `253:1`, of the file system under the data folder */
  device: string;
  type?: string;
  /** by device, with what each is built from */
  blocks?: Record<string, { uuid?: string; on?: string[] }>;
}

/** A machine whose data folder stands on such a disk, beside a root that is not encrypted. */
async function machine(t: Test, { device, type = 'ext4', blocks = {} }: Disk): Promise<boolean | null> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'nadi-disk ')));
  t.teardown(() => rm(root, { recursive: true, force: true }));
  const folder = join(root, 'data', 'box');
  await mkdir(folder, { recursive: true });
  await mkdir(join(root, 'proc/self'), { recursive: true });
  const point = join(root, 'data').replaceAll(' ', '\\040');
  const mounts = [
    '24 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw',
    `31 24 ${device} / ${point} rw,relatime shared:2 - ${type} /dev/mapper/data rw`,
    `32 24 0:25 / ${point}2 rw - tmpfs tmpfs rw`,
  ];
  await writeFile(join(root, 'proc/self/mountinfo'), `${mounts.join('\n')}\n`);
  const build = async (at: string, name: string): Promise<void> => {
    const { uuid, on = [] } = blocks[name] ?? {};
    await mkdir(join(at, 'slaves'), { recursive: true });
    if (uuid !== undefined) {
      await mkdir(join(at, 'dm'));
      await writeFile(join(at, 'dm/uuid'), `${uuid}\n`);
    }
    for (const below of on) await build(join(at, 'slaves', below), below);
  };
  await build(join(root, 'sys/dev/block', device), device);
  return diskEncrypted(folder, root);
}

t.test('LUKS is seen under the file system, also below LVM', async (t) => {
  const luks = { uuid: 'CRYPT-LUKS2-5f0c-data' };
  t.equal(await machine(t, { device: '253:1', blocks: { '253:1': luks } }), true);
  const lvm = { '253:1': { uuid: 'LVM-abc', on: ['dm-0'] }, 'dm-0': luks };
  t.equal(await machine(t, { device: '253:1', blocks: lvm }), true);
});

t.test('a plain partition, and a mirror of which one half is plain, are not encrypted', async (t) => {
  t.equal(await machine(t, { device: '8:2' }), false);
  const half = { '9:0': { on: ['dm-0', 'sdb1'] }, 'dm-0': { uuid: 'CRYPT-LUKS2-x' } };
  t.equal(await machine(t, { device: '9:0', blocks: half }), false);
});

t.test('what cannot be seen is not known', async (t) => {
  t.equal(await machine(t, { device: '0:44', type: 'overlay' }), null);
  t.equal(
    await machine(t, { device: '0:45', type: 'ecryptfs' }),
    true,
    'a file system that encrypts by itself',
  );
  t.equal(await diskEncrypted('/', '/nowhere'), null, 'no Linux');
});
