import { istDate } from '../../records/day.js';
import { FacilityError } from '../../records/facility-error.js';
import type { EnrolRefusal } from './messages.js';

/** What the gateway's refusal means for the people at the box. Null where it is none of ours. */
export function refusalError(answer: unknown): FacilityError | null {
  const { error, at = '', reason = '', wait = 0 } = (answer ?? {}) as Partial<EnrolRefusal>;
  const day = at === '' ? '' : istDate(at);
  switch (error) {
    case 'code-wrong':
      return new FacilityError('code-wrong', 'The centre does not know this code for this box.', {
        hint: 'hints.compareWords',
      });
    case 'code-used':
      return new FacilityError('code-used', `The code was used on another machine on ${day}.`, {
        hint: 'hints.tellAtOnce',
        params: { day },
      });
    case 'code-expired':
      return new FacilityError('code-expired', `The code ran out on ${day}.`, {
        hint: 'hints.askNewCode',
        params: { day },
      });
    case 'too-many-tries':
      return new FacilityError('too-many-tries', `Too many wrong codes; try again in ${wait} s.`, {
        params: { wait },
      });
    case 'box-revoked':
      return new FacilityError('box-revoked', endedMessage(day, reason), {
        hint: 'hints.recordsWait',
        params: { day, reason },
      });
    case 'not-offered':
      return new FacilityError('centre-refused', 'This gateway takes no codes.', {
        hint: 'hints.gatewayUser',
      });
    default:
      return null;
  }
}

export function endedMessage(day: string, reason: string): string {
  return `Access was ended on ${day}${reason && `: ${reason}`}`;
}
