import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BoxId } from '../../records/ids.js';
import { claimBoxFolder } from './claim-folder.js';
import { clearFolder } from './clear-folder.js';
import { notAStandby, standbyFolder } from './folder-errors.js';
import { RESTORING_FILE, STANDBY_FILE, UNFINISHED_FILE } from './folder-files.js';
import { lookAt } from './folder-state.js';
import { writeWhole } from './write-whole.js';

/** Which restore a folder is in the middle of. */
export interface RestorePlan {
  lost: BoxId;
  by: BoxId;
  source: string;
}

/**
 * Takes an empty (or missing) folder for a restore, or the one in which the same restore broke off. What another
 * restore or a set-up left unfinished there is cleared away. Throws `already-set-up`, `store-foreign`, `store-locked`,
 * `bad-input`.
 */
export async function claimForRestore(folder: string, plan: RestorePlan): Promise<void> {
  const state = await lookAt(folder);
  const isPromotion = plan.source === 'standby';
  if (state !== 'restoring') {
    if (!isPromotion) await claimBoxFolder(folder);
    else if (state !== 'standby') throw notAStandby(folder);
    await writeWhole(join(folder, RESTORING_FILE), plan, 0o600);
    await rm(join(folder, UNFINISHED_FILE), { force: true });
    return;
  }
  const standing = await readFile(join(folder, RESTORING_FILE), 'utf8');
  if (standing.trim() === JSON.stringify(plan, null, 2)) return;
  // Its records are all that there is of the main box's last hours.
  if (isPromotion || (await readdir(folder)).includes(STANDBY_FILE)) throw standbyFolder(folder);
  await clearFolder(folder);
  await writeWhole(join(folder, RESTORING_FILE), plan, 0o600);
}
