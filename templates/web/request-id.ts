import { randomInt } from 'node:crypto';

/** Spoken over a bad phone line: no 0/O, 1/I. */
const LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** Six letters that a person can read out from an error page, and that stand in the log. */
export function requestId(): string {
  return Array.from({ length: 6 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}
