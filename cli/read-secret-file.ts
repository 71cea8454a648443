import { readFile } from 'node:fs/promises';
import { FacilityError } from '../records/facility-error.js';

/** A password's file: its first line. Passwords are no flags, because every user of the machine sees flags. */
export async function readSecretFile(file: string, flag: string): Promise<string> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new FacilityError('bad-input', `${file} cannot be read`, {
      fields: [{ field: flag, code: 'notReadable' }],
      hint: 'hints.secretFile',
      params: { flag },
      cause,
    });
  }
  const secret = text.split(/\r?\n/, 1)[0] ?? '';
  if (secret !== '') return secret;
  throw new FacilityError('bad-input', `${file} has no password in its first line`, {
    fields: [{ field: flag, code: 'required' }],
  });
}
