import { diskFailure } from '../../records/disk-failure.js';
import { FacilityError } from '../../records/facility-error.js';
import type { BoxId } from '../../records/ids.js';
import type { SealedFaults } from '../sealed-file/decrypt-age.js';

// What can be wrong with a file on a stick, each with its own name and words.

/** @param where `bytes 131245 to 196796`, `piece 3` */
export function damagedStick(file: string, where: string, cause?: unknown): FacilityError {
  return new FacilityError('stick-damaged', `${file} was changed or is damaged: ${where}.`, {
    hint: 'hints.writeStickAgain',
    params: { file, where },
    ...(cause === undefined ? {} : { cause }),
  });
}

export function notAStick(file: string): FacilityError {
  return new FacilityError(
    'stick-damaged',
    `${file} is no file for sync by stick, or its beginning is damaged.`,
    {
      hint: 'hints.stickFileName',
      params: { file, where: 'byte 0', like: 'BR1042-20261121T041305Z-to-centre-000001-000412.nadisync' },
    },
  );
}

export function cutOffStick(file: string, has: number, should: number): FacilityError {
  return new FacilityError('stick-cut-off', `${file} is not whole: it holds ${has} of ${should} bytes.`, {
    hint: 'hints.copyStickAgain',
    params: { file, bytes: has },
  });
}

export function newerStick(file: string, format: number): FacilityError {
  return new FacilityError(
    'stick-newer',
    `${file} was written by a newer version of Nadi (format ${format}).`,
    {
      hint: 'hints.installNewer',
      params: { file, format },
    },
  );
}

/** @param wanted whose it should be: a box, or the centre */
export function foreignStick(file: string, box: BoxId, wanted: string): FacilityError {
  return new FacilityError('stick-foreign', `${file} belongs to ${box}, not to ${wanted}.`, {
    hint: 'hints.rightBoxFile',
    params: { file, box, wanted },
  });
}

export function wrongDirection(file: string, kind: 'up' | 'down'): FacilityError {
  const [goes, taken] = kind === 'up' ? ['to', 'nadi central import'] : ['from', 'nadi sync import'];
  return new FacilityError('stick-foreign', `${file} goes ${goes} the centre.`, {
    hint: 'hints.takenInWith',
    params: { file, wanted: taken },
  });
}

function wrongStickKey(file: string): FacilityError {
  return new FacilityError('stick-wrong-key', `${file} is encrypted to another key.`, {
    hint: 'hints.compareFingerprints',
    params: { file },
  });
}

/** @param by the fingerprint of the key, as people compare it */
export function untrustedStick(file: string, by: string, why: 'unknown' | 'revoked'): FacilityError {
  const told =
    why === 'revoked' ? `the key ${by}, which was revoked` : `the key ${by}, which is not known here`;
  return new FacilityError('stick-not-trusted', `${file} is signed with ${told}.`, {
    hint: why === 'revoked' ? 'hints.takeNothing' : 'hints.compareKey',
    params: { file, by },
  });
}

export function endedAccess(file: string, box: BoxId, reason: string): FacilityError {
  return new FacilityError('box-revoked', `${file} is of ${box}, whose access was ended: ${reason}.`, {
    hint: 'hints.takeNothingOrEnrol',
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
      hint: 'hints.roomOrOtherStick',
      params,
      cause,
    });
  const message =
    failure === 'gone'
      ? `${folder} went away: a stick that was pulled out?`
      : `${folder} cannot be written to or read.`;
  return new FacilityError('stick-no-place', message, {
    hint: failure === 'gone' ? 'hints.stickInAgain' : 'hints.unlockOrOther',
    params,
    cause,
  });
}
