import { createHash, randomBytes, randomInt } from 'node:crypto';

/** Letters and digits that nobody takes for one another, also when they are read out. */
export const CLEAR_LETTERS = '23456789abcdefghjkmnpqrstuvwxyz';

export function newDevice(): string {
  return clearLetters(8);
}

export function clearLetters(length: number): string {
  return Array.from({ length }, () => CLEAR_LETTERS[randomInt(CLEAR_LETTERS.length)]).join('');
}

export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** 256 random bits need no slow hash. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
