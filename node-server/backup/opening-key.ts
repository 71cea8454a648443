import { readRecoveryKey } from './recovery-key.js';

/** The age private key that somebody gave: as it is, or as the words of the recovery key. Throws `bad-input`. */
export async function openingKey(given: string): Promise<string> {
  return /^\s*AGE-SECRET-KEY-1/i.test(given) ? given.trim() : (await readRecoveryKey(given)).identity;
}
