import { readFile } from 'node:fs/promises';
import { readSecretFile } from './read-secret-file.js';

/** The words of a recovery key, which may stand in several lines. Throws `bad-input`. */
export async function readRecoveryFile(file: string): Promise<string> {
  await readSecretFile(file, 'recovery-key-file');
  return readFile(file, 'utf8');
}
