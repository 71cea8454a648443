import { diskFailure } from '../../records/disk-failure.js';
import { FacilityError } from '../../records/facility-error.js';
import type { BoxId } from '../../records/ids.js';
import type { SealedFaults } from '../sealed-file/decrypt-age.js';

// What can be wrong with a file on a stick, each with its own name and words.

/** @param where `bytes 131245 to 196796`, `piece 3` */
export function damagedStick(file: string, where: string, cause?: unknown): FacilityError {
  return new FacilityError('stick-damaged', `${file} was changed or is damaged: ${where}.`, {
    hint: 'Write it once more at the place that it comes from. Nothing was taken from this one.',
    params: { file, where },
    ...(cause === undefined ? {} : { cause }),
  });
}

export function notAStick(file: string): FacilityError {
  return new FacilityError(
    'stick-damaged',
    `${file} is no file for sync by stick, or its beginning is damaged.`,
    {
      hint: 'Such a file is named like BR1042-20261121T041305Z-to-centre-000001-000412.nadisync.',
      params: { file, where: 'byte 0' },
    },
  );
}

export function cutOffStick(file: string, has: number, should: number): FacilityError {
  return new FacilityError('stick-cut-off', `${file} is not whole: it holds ${has} of ${should} bytes.`, {
    hint: 'Copy it once more and wait until the stick has finished. Nothing was taken from this one.',
    params: { file, bytes: has },
  });
}

export function newerStick(file: string, format: number): FacilityError {
  return new FacilityError(
    'stick-newer',
    `${file} was written by a newer version of Nadi (format ${format}).`,
    {
      hint: 'Install that version or a later one, then try again.',
      params: { file, format },
    },
  );
}

/** @param wanted whose it should be: a box, or the centre */
export function foreignStick(file: string, box: BoxId, wanted: string): FacilityError {
  return new FacilityError('stick-foreign', `${file} belongs to ${box}, not to ${wanted}.`, {
    hint: 'Choose the file whose name begins with the code of the right box.',
    params: { file, box, wanted },
  });
}

export function wrongDirection(file: string, kind: 'up' | 'down'): FacilityError {
  const [goes, taken] = kind === 'up' ? ['to', 'nadi central import'] : ['from', 'nadi sync import'];
  return new FacilityError('stick-foreign', `${file} goes ${goes} the centre.`, {
    hint: `It is taken in with: ${taken}.`,
    params: { file, wanted: taken },
  });
}

function wrongStickKey(file: string): FacilityError {
  return new FacilityError('stick-wrong-key', `${file} is encrypted to another key.`, {
    hint: 'A box writes to the key of its own centre: compare the fingerprints with `nadi sync key` and `nadi central key`.',
    params: { file },
  });
}

/** @param by the fingerprint of the key, as people compare it */
export function untrustedStick(file: string, by: string, why: 'unknown' | 'revoked'): FacilityError {
  const told =
    why === 'revoked' ? `the key ${by}, which was revoked` : `the key ${by}, which is not known here`;
  return new FacilityError('stick-not-trusted', `${file} is signed with ${told}.`, {
    hint:
      why === 'revoked'
        ? 'Take nothing from it, and ask whoever brought it where it comes from.'
        : 'Compare the key by telephone with the one that the sender shows. At the centre: nadi central import --accept FINGERPRINT. On a box: nadi sync key FILE.',
    params: { file, by },
  });
}

export function endedAccess(file: string, box: BoxId, reason: string): FacilityError {
  return new FacilityError('box-revoked', `${file} is of ${box}, whose access was ended: ${reason}.`, {
    hint: `Take nothing from it, and ask whoever brought it where it comes from. If the box is to be let in again: nadi central enrol ${box}`,
    params: { file, box },
  });
}

export function stickFaults(file: string): SealedFaults {
  return {
    wrongKey: () => wrongStickKey(file),
    damaged: (where, cause) => damagedStick(file, where, cause),
  };
}

/** What the disk under a stick says, in our words; other errors pass as they are. */
export function stickPlaceError(folder: string, cause: unknown): unknown {
  if (cause instanceof FacilityError) return cause;
  const failure = diskFailure(cause);
  if (failure === null) return cause;
  const params = { place: folder };
  if (failure === 'full')
    return new FacilityError('disk-full', `There is no room in ${folder}.`, {
      hint: 'Free some room there, or take another stick. Nothing is lost: all of it is written to the next one.',
      params,
      cause,
    });
  const message =
    failure === 'gone'
      ? `${folder} went away: a stick that was pulled out?`
      : `${folder} cannot be written to or read.`;
  return new FacilityError('stick-no-place', message, {
    hint:
      failure === 'gone'
        ? 'Put the stick in again and start once more. Nothing is lost.'
        : 'Unlock the stick, or choose another folder.',
    params,
    cause,
  });
}
