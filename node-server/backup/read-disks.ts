import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { DiskFacts } from './find-sticks.js';

/** Asks Linux which disks there are and what is mounted; elsewhere there is nothing to find. */
export async function readDisks(root = '/'): Promise<DiskFacts> {
  const mounts = await readFile(join(root, 'proc/mounts'), 'utf8').catch(() => '');
  const blocks = join(root, 'sys/block');
  const names = await readdir(blocks).catch(() => []);
  const disks: DiskFacts['disks'] = {};
  for (const name of names) {
    const removable = await readFile(join(blocks, name, 'removable'), 'utf8').catch(() => '0');
    disks[name] = { removable, path: await readlink(join(blocks, name)).catch(() => '') };
  }
  return { mounts, disks };
}
