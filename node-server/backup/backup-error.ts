import { FacilityError } from '../../records/facility-error.js';

// What can be wrong with a backup, each with its own name and words.

/** @param where in the file: `byte 131,245 to 196,796` */
export function damagedBackup(file: string, where: string, cause?: unknown): FacilityError {
  return new FacilityError('backup-damaged', `${file} was changed or is damaged: ${where}.`, {
    hint: 'hints.anotherCopy',
    params: { file, where },
    ...(cause === undefined ? {} : { cause }),
  });
}

export function cutOffBackup(file: string, has: number, should?: number): FacilityError {
  const of = should === undefined ? '' : ` of ${should}`;
  return new FacilityError('backup-cut-off', `${file} is not whole: it holds ${has}${of} bytes.`, {
    hint: 'hints.copyBackupAgain',
    params: { file, bytes: has },
  });
}

export function foreignBackup(file: string, box: string): FacilityError {
  return new FacilityError('backup-foreign', `${file} belongs to the box ${box}.`, {
    hint: 'hints.backupOfBox',
    params: { file, box },
  });
}

export function notABackup(file: string): FacilityError {
  return new FacilityError('backup-damaged', `${file} is no backup of Nadi, or its beginning is damaged.`, {
    hint: 'hints.backupFileName',
    params: { file, where: 'byte 0' },
  });
}

export function newerBackup(file: string, format: number): FacilityError {
  return new FacilityError(
    'backup-newer',
    `${file} was written by a newer version of Nadi (format ${format}).`,
    {
      hint: 'hints.installNewer',
      params: { file, format },
    },
  );
}

export function wrongKey(file: string): FacilityError {
  return new FacilityError('backup-wrong-key', `This key does not open ${file}.`, {
    hint: 'hints.keyOfThatTime',
    params: { file },
  });
}

/** @param missing the file that is not there */
export function missingLink(file: string, missing: string): FacilityError {
  return new FacilityError('backup-gap', `${file} goes on from ${missing}, which is not there.`, {
    hint: 'hints.missingFile',
    params: { file, missing },
  });
}
