import { FacilityError } from '../../records/facility-error.js';
import type { EnrolRefusal } from './messages.js';

/** What the gateway's refusal means for the people at the box. Null where it is none of ours. */
export function refusalError(answer: unknown): FacilityError | null {
  const { error, at = '', reason = '', wait = 0 } = (answer ?? {}) as Partial<EnrolRefusal>;
  const day = at.slice(0, 10);
  switch (error) {
    case 'code-wrong':
      return new FacilityError('code-wrong', 'The centre does not know this code for this box.', {
        hint: "Compare the words and the box's code with what the centre gave you. A new code ends the earlier one.",
      });
    case 'code-used':
      return new FacilityError('code-used', `The code was used on another machine on ${day}.`, {
        hint: 'If that was not you, tell the centre at once. It makes a new code: nadi central enrol, with --again.',
        params: { day },
      });
    case 'code-expired':
      return new FacilityError('code-expired', `The code ran out on ${day}.`, {
        hint: 'Ask the centre for a new one.',
        params: { day },
      });
    case 'too-many-tries':
      return new FacilityError('too-many-tries', `Too many wrong codes; try again in ${wait} s.`, {
        params: { wait },
      });
    case 'box-revoked':
      return new FacilityError('box-revoked', `Access was ended on ${day}${reason && `: ${reason}`}`, {
        hint: 'Records stay safe on this box and wait. Speak to the centre; a new code (nadi sync centre --code) lets it in again.',
        params: { day, reason },
      });
    case 'not-offered':
      return new FacilityError('centre-refused', 'This gateway takes no codes.', {
        hint: 'Ask the centre: its gateway needs a user of its own for that (nadi central gateway --user).',
      });
    default:
      return null;
  }
}
