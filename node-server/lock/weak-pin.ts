import type { FieldError } from '../../records/facility-error.js';

const PIN_PATTERN = /^\d{4,6}$/;
const ROWS = '01234567890 09876543210';

/** What is wrong with a PIN as the whole: its length, or that anybody would try it first. Null where it will do. */
export function wrongPin(pin: string): Omit<FieldError, 'field'> | null {
  if (!PIN_PATTERN.test(pin)) return { code: 'pin.digits' };
  const same = new Set(pin).size === 1;
  const pairs = /^(\d\d)\1+$/.test(pin);
  return same || pairs || ROWS.includes(pin) ? { code: 'pin.easy' } : null;
}
