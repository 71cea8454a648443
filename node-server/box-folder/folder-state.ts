import { readdir } from 'node:fs/promises';
import { FacilityError } from '../../records/facility-error.js';
import { foreignFolder, standbyFolder, unfinishedRestore } from './folder-errors.js';
import { RESTORING_FILE, SETTINGS_FILE, STANDBY_FILE, UNFINISHED_FILE } from './folder-files.js';

export type FolderState = 'empty' | 'ours' | 'unfinished' | 'restoring' | 'standby' | 'foreign';

/** What a data folder holds. A promoted standby is a box like any other, though its file stays. */
export async function lookAt(folder: string): Promise<FolderState> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return 'empty';
    throw foreignFolder(folder, cause);
  }
  if (names.includes(RESTORING_FILE)) return 'restoring';
  if (names.includes(UNFINISHED_FILE)) return 'unfinished';
  if (names.includes(SETTINGS_FILE)) return 'ours';
  if (names.includes(STANDBY_FILE)) return 'standby';
  if (names.length === 0) return 'empty';
  return 'foreign';
}

/** Throws where a folder holds anything but an unfinished set-up: `already-set-up`, `store-foreign`, … */
export async function refuseUsedFolder(folder: string): Promise<FolderState> {
  const state = await lookAt(folder);
  if (state === 'ours') {
    throw new FacilityError('already-set-up', `${folder} holds a health centre already.`, {
      hint: 'hints.startOrName',
      params: { folder },
    });
  }
  if (state === 'foreign') throw foreignFolder(folder);
  if (state === 'restoring') throw unfinishedRestore(folder);
  if (state === 'standby') throw standbyFolder(folder);
  return state;
}
