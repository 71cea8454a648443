import { FacilityError } from '../../records/facility-error.js';

// What can be wrong with a backup, each with its own name and words.

/** @param where in the file: `byte 131,245 to 196,796` */
export function damagedBackup(file: string, where: string, cause?: unknown): FacilityError {
  return new FacilityError('backup-damaged', `${file} was changed or is damaged: ${where}.`, {
    hint: 'Use another copy of this backup, or the one before it. Nothing was taken from this one.',
    params: { file, where },
    ...(cause === undefined ? {} : { cause }),
  });
}

export function cutOffBackup(file: string, has: number, should?: number): FacilityError {
  const of = should === undefined ? '' : ` of ${should}`;
  return new FacilityError('backup-cut-off', `${file} is not whole: it holds ${has}${of} bytes.`, {
    hint: 'Copy it once more, and wait until the stick has finished; else use the backup before it.',
    params: { file, bytes: has },
  });
}

export function foreignBackup(file: string, box: string): FacilityError {
  return new FacilityError('backup-foreign', `${file} belongs to the box ${box}.`, {
    hint: 'Choose a backup of this box.',
    params: { file, box },
  });
}

export function notABackup(file: string): FacilityError {
  return new FacilityError('backup-damaged', `${file} is no backup of Nadi, or its beginning is damaged.`, {
    hint: 'A backup is named like BR1042-20261121T041305Z-full-000001-030412.nadi.',
    params: { file, where: 'byte 0' },
  });
}

export function newerBackup(file: string, format: number): FacilityError {
  return new FacilityError(
    'backup-newer',
    `${file} was written by a newer version of Nadi (format ${format}).`,
    {
      hint: 'Install that version or a later one, then try again.',
      params: { file, format },
    },
  );
}

export function wrongKey(file: string): FacilityError {
  return new FacilityError('backup-wrong-key', `This key does not open ${file}.`, {
    hint: 'Use the recovery key that was printed for this box; after a change of key, the one from that time.',
    params: { file },
  });
}

/** @param missing the file that is not there */
export function missingLink(file: string, missing: string): FacilityError {
  return new FacilityError('backup-gap', `${file} goes on from ${missing}, which is not there.`, {
    hint: 'Put the missing file into the same folder, or use an older full backup.',
    params: { file, missing },
  });
}
