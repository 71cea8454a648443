import { FacilityError } from '../../records/facility-error.js';
import type { BoxId } from '../../records/ids.js';

/** What this box answers to whoever wants to write after another one has taken over. */
export function boxReplaced(box: BoxId, by: BoxId): FacilityError {
  return new FacilityError('box-replaced', `${by} has taken over from this box (${box}).`, {
    hint: 'hints.workAt',
    params: { box, by },
  });
}
