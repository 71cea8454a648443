import { FacilityError } from '../../records/facility-error.js';

export function damagedFile(file: string, cause?: unknown): FacilityError {
  return new FacilityError('store-damaged', `${file} cannot be read.`, {
    hint: 'hints.compareFile',
    ...(cause === undefined ? {} : { cause }),
  });
}

export function unfinishedRestore(folder: string): FacilityError {
  return new FacilityError('restore-unfinished', `A restore into ${folder} is not finished.`, {
    hint: 'hints.restoreAgain',
    params: { folder },
  });
}

export function standbyFolder(folder: string): FacilityError {
  return new FacilityError('standby-folder', `${folder} belongs to a spare box that follows another.`, {
    hint: 'hints.followOrPromote',
    params: { folder },
  });
}

export function notAStandby(folder: string): FacilityError {
  return new FacilityError('not-set-up', `${folder} holds no spare box.`, {
    hint: 'hints.pairFirst',
  });
}

export function foreignFolder(folder: string, cause?: unknown): FacilityError {
  return new FacilityError('store-foreign', `${folder} is not a Nadi data folder, and it is not empty.`, {
    hint: 'hints.emptyFolder',
    ...(cause === undefined ? {} : { cause }),
  });
}
