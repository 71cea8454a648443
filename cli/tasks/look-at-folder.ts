import { readBoxFolder } from '../../node-server/box-folder/read-box-folder.js';
import { FacilityError } from '../../records/facility-error.js';

/** What a data folder is to whoever opens `nadi` on it; what is wrong with a box's folder the screens tell. */
export async function lookAtFolder(folder: string): Promise<'box' | 'none' | 'restoring'> {
  try {
    await readBoxFolder(folder);
  } catch (error) {
    if (!(error instanceof FacilityError)) throw error;
    if (error.code === 'not-set-up') return 'none';
    if (error.code === 'restore-unfinished') return 'restoring';
  }
  return 'box';
}
