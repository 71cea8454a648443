import { FacilityError } from '../records/facility-error.js';

/** A port as typed after `--<flag>`. */
export function readPort(flag: string, typed: string): number {
  if (/^\d{1,5}$/.test(typed) && Number(typed) <= 65_535) return Number(typed);
  throw new FacilityError('bad-input', `--${flag} ${typed} is no port`, {
    fields: [{ field: flag, code: 'wrongPort' }],
    hint: 'hints.portNumber',
  });
}
