import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FacilityError } from '../../records/facility-error.js';

/** Writes a password to `<folder>/<name>.password`, readable by its owner only; the file's path. Throws `bad-input`. */
export async function keepPassword(folder: string, name: string, password: string): Promise<string> {
  const path = join(folder, `${name}.password`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(path, `${password}\n`, { mode: 0o600 });
    // One that stood already keeps the mode that it had.
    await chmod(path, 0o600);
    return path;
  } catch (cause) {
    throw new FacilityError('bad-input', `${path} cannot be written.`, {
      fields: [{ field: 'password-folder', code: 'notWritable' }],
      hint: 'hints.passwordFolder',
      cause,
    });
  }
}
