import { constants } from 'node:fs';
import { access, chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FacilityError } from '../../records/facility-error.js';
import { syncFolder } from '../../sync/sealed-file/fsync-folder.js';
import { clearFolder } from './clear-folder.js';
import { UNFINISHED_FILE } from './folder-files.js';
import { refuseUsedFolder } from './folder-state.js';

/**
 * Makes an empty (or missing) folder a box's. What a set-up that was cut short left behind is cleared away.
 * Throws `already-set-up`, `store-foreign`, `store-locked`, `disk-full`.
 */
export async function claimBoxFolder(folder: string): Promise<void> {
  const state = await refuseUsedFolder(folder);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // One that stood there, empty, may be open to all.
    await chmod(folder, 0o700);
    if (state === 'unfinished') await clearFolder(folder);
    await writeFile(join(folder, UNFINISHED_FILE), '');
    await access(folder, constants.W_OK);
  } catch (cause) {
    if (cause instanceof FacilityError) throw cause;
    throw new FacilityError('bad-input', `${folder} cannot be written to.`, {
      hint: 'hints.ownFolder',
      fields: [{ field: 'data', code: 'notWritable' }],
      cause,
    });
  }
}

/** What was claimed is finished: its own file says from here on what the folder is. */
export async function endClaim(folder: string): Promise<void> {
  await rm(join(folder, UNFINISHED_FILE), { force: true });
  await syncFolder(folder);
}
