import { FacilityError } from '../records/facility-error.js';

/** A flag's whole number from 1 to `max`. */
export function readCount(text: string, flag: string, max: number): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= max) return count;
  throw new FacilityError('bad-input', `--${flag} ${text} is no number from 1 to ${max}`, {
    fields: [{ field: flag, code: 'outOfRange', params: { min: 1, max } }],
  });
}
