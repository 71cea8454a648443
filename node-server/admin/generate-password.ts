import { randomInt } from 'node:crypto';

/** No letters or digits that look alike on paper or by phone (0 o, 1 l i). */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

/** `kx7m-4pqr-9dtn`: 12 characters of 31, about 59 bits. */
export function generatePassword(): string {
  const group = (): string =>
    Array.from({ length: 4 }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('');
  return [group(), group(), group()].join('-');
}
