import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { FacilityError } from '../records/facility-error.js';
import { readSecretFile } from './read-secret-file.js';

const FLAG = 'session-key';
/** What seals cookies is worth nothing if it can be guessed. */
const SHORTEST = 32;

/** The key that seals the pages' cookies, from its file, which is made where there is none. Throws `bad-input`. */
export async function keepSessionKey(file: string): Promise<string> {
  const made = randomBytes(48).toString('base64url');
  try {
    // Of two servers that start at once one makes it and the other reads it.
    await writeFile(file, `${made}\n`, { mode: 0o600, flag: 'wx' });
    return made;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw notWritten(file, cause);
  }
  const key = await readSecretFile(file, FLAG);
  if (key.length >= SHORTEST) return key;
  throw new FacilityError('bad-input', `--${FLAG} ${file} holds fewer than ${SHORTEST} characters`, {
    fields: [{ field: FLAG, code: 'tooShort', params: { min: SHORTEST } }],
    hint: 'hints.removeSessionKey',
  });
}

function notWritten(file: string, cause: unknown): FacilityError {
  return new FacilityError('bad-input', `--${FLAG} ${file} cannot be made`, {
    fields: [{ field: FLAG, code: 'notWritable' }],
    hint: 'hints.writableFile',
    cause,
  });
}
