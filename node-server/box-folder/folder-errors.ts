import { FacilityError } from '../../records/facility-error.js';

export function damagedFile(file: string, cause?: unknown): FacilityError {
  return new FacilityError('store-damaged', `${file} cannot be read.`, {
    hint: 'Compare the file with the one in the last backup.',
    ...(cause === undefined ? {} : { cause }),
  });
}

export function unfinishedRestore(folder: string): FacilityError {
  return new FacilityError('restore-unfinished', `A restore into ${folder} is not finished.`, {
    hint: 'Run the same `nadi restore` (on a spare box: `nadi standby promote`) again: it goes on where it stopped.',
    params: { folder },
  });
}

export function standbyFolder(folder: string): FacilityError {
  return new FacilityError('standby-folder', `${folder} belongs to a spare box that follows another.`, {
    hint: 'Let it follow with `nadi standby follow`, or make it the main box with `nadi standby promote`.',
    params: { folder },
  });
}

export function notAStandby(folder: string): FacilityError {
  return new FacilityError('not-set-up', `${folder} holds no spare box.`, {
    hint: 'Pair it first: `nadi standby code` at the main box, then `nadi standby follow` here.',
  });
}

export function foreignFolder(folder: string, cause?: unknown): FacilityError {
  return new FacilityError('store-foreign', `${folder} is not a Nadi data folder, and it is not empty.`, {
    hint: 'Name an empty folder with --data. Nothing in this one was touched.',
    ...(cause === undefined ? {} : { cause }),
  });
}
