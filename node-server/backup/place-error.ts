import { diskFailure } from '../../records/disk-failure.js';
import { FacilityError } from '../../records/facility-error.js';

/** What the disk under a backup says, in our words; other errors pass as they are. */
export function placeError(folder: string, cause: unknown): unknown {
  const params = { place: folder };
  switch (diskFailure(cause)) {
    case 'full':
      return new FacilityError('disk-full', `There is no room for the backup in ${folder}.`, {
        hint: 'hints.roomOrPrune',
        params,
        cause,
      });
    case 'read-only':
      return new FacilityError('backup-no-place', `${folder} cannot be written to.`, {
        hint: 'hints.unlockOrPlace',
        params,
        cause,
      });
    case 'gone':
      return new FacilityError('backup-no-place', `${folder} went away: a stick that was pulled out?`, {
        hint: 'hints.stickInBackup',
        params,
        cause,
      });
    case null:
      return cause;
  }
}
