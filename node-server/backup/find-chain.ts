import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FacilityError } from '../../records/facility-error.js';
import type { BoxId } from '../../records/ids.js';
import { chainTo, newestChain } from './backup-chain.js';
import { listBackups, type BackupFile } from './list-backups.js';

export interface ChainOptions {
  /** whose backups; absent: those of the only box that has any there */
  box?: BoxId;
  /** the newest file must be good with all before it; else the newest chain that is */
  strict?: boolean;
}

/**
 * A full backup and the incrementals up to a file, or in a folder up to its newest; empty where there is none.
 * Throws `backup-no-place`, `backup-gap`, `bad-input` where backups of several boxes lie there, and what is wrong with
 * a file.
 */
export async function findChain(path: string, { box, strict }: ChainOptions = {}): Promise<BackupFile[]> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => true,
  );
  const files = await listBackups(isFolder ? path : dirname(path));
  if (!isFolder) {
    const newest = files.find((one) => one.path === path);
    return newest ? chainTo(newest, files) : [];
  }
  const boxes = new Set(files.flatMap(({ header }) => (header ? [header.box] : [])));
  if (box === undefined && boxes.size > 1) {
    throw new FacilityError(
      'bad-input',
      `There are backups of several boxes: ${[...boxes].sort().join(', ')}.`,
      { hint: 'hints.sayBox', fields: [{ field: 'box', code: 'required' }] },
    );
  }
  if (!strict) return newestChain(files, box) ?? [];
  const newest = files.findLast(({ header }) => header !== null && (box === undefined || header.box === box));
  return newest ? chainTo(newest, files) : [];
}
