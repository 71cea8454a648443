import { FacilityError, type HintKey } from '../../records/facility-error.js';

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

const MESSAGES: Record<StandbyRefusal, [message: string, hint: HintKey]> = {
  wrong: ['The code is not right.', 'hints.typeCodeAgain'],
  used: ['The code was used already.', 'hints.codeAtMain'],
  expired: ['The code is too old.', 'hints.codeAtMain'],
  closed: ['Too many wrong codes were tried.', 'hints.codeAtMain'],
  removed: ['The main box does not know this spare box any more.', 'hints.emptyAndPair'],
  certificate: ['Who answers there does not show the certificate of the main box.', 'hints.addressAndCode'],
  clock: ['By the clock of this computer the certificate of the main box does not count.', 'hints.setClock'],
  'other-box': ['Another box answers there.', 'hints.mainAddress'],
  differs: ['The records of the main box are not those that this spare box has.', 'hints.mainSetBack'],
  incomplete: ['This spare box never had everything from the main box.', 'hints.restoreInstead'],
  'other-answer': ['What answers there is no main box.', 'hints.mainAddressVersion'],
};

export function standbyRefused(reason: StandbyRefusal, cause?: unknown): FacilityError {
  const [message, hint] = MESSAGES[reason];
  return new FacilityError('standby-refused', message, {
    hint,
    params: { reason },
    ...(cause === undefined ? {} : { cause }),
  });
}
