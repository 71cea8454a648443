import { FacilityError } from '../../records/facility-error.js';

/** Why a spare box and the main one do not come together; the words stand under `errors.standby-refused`. */
export type StandbyRefusal =
  | 'wrong'
  | 'used'
  | 'expired'
  | 'closed'
  | 'removed'
  | 'certificate'
  | 'clock'
  | 'other-box'
  | 'differs'
  | 'incomplete'
  | 'other-answer';

const MESSAGES: Record<StandbyRefusal, [message: string, hint: string]> = {
  wrong: ['The code is not right.', 'Type it once more, or make another with `nadi standby code`.'],
  used: ['The code was used already.', 'Make another at the main box: `nadi standby code`.'],
  expired: ['The code is too old.', 'Make another at the main box: `nadi standby code`.'],
  closed: ['Too many wrong codes were tried.', 'Make another at the main box: `nadi standby code`.'],
  removed: [
    'The main box does not know this spare box any more.',
    'Pair it anew: empty this folder, then `nadi standby code` at the main box.',
  ],
  certificate: [
    'Who answers there does not show the certificate of the main box.',
    'Check the address and the code. If both are right, somebody may be listening on the LAN.',
  ],
  clock: [
    'By the clock of this computer the certificate of the main box does not count.',
    'Set the clock of this computer (`timedatectl`), then try again.',
  ],
  'other-box': ['Another box answers there.', 'Check the address of the main box.'],
  differs: [
    'The records of the main box are not those that this spare box has.',
    'The main box was set back to an older state. Pair this one anew into an empty folder.',
  ],
  incomplete: [
    'This spare box never had everything from the main box.',
    'Restore from a backup or the centre instead: `nadi restore`.',
  ],
  'other-answer': [
    'What answers there is no main box.',
    'Check the address of the main box, and its version.',
  ],
};

export function standbyRefused(reason: StandbyRefusal, cause?: unknown): FacilityError {
  const [message, hint] = MESSAGES[reason];
  return new FacilityError('standby-refused', message, {
    hint,
    params: { reason },
    ...(cause === undefined ? {} : { cause }),
  });
}
