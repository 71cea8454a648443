import { rename, rm, writeFile } from 'node:fs/promises';
import { FacilityError } from '../records/facility-error.js';

/** Writes a file so that under its name there is the old one or the whole new one. Throws `bad-input`, `disk-full`. */
export async function writeWholeFile(path: string, bytes: Uint8Array, field = 'out'): Promise<void> {
  const part = `${path}.part`;
  try {
    await writeFile(part, bytes, { mode: 0o600 });
    await rename(part, path);
  } catch (cause) {
    await rm(part, { force: true }).catch(() => {});
    const { code = 'unknown' } = cause as NodeJS.ErrnoException;
    if (code === 'ENOSPC' || code === 'EDQUOT') {
      throw new FacilityError('disk-full', `there is no room for ${path}`, { cause });
    }
    throw new FacilityError('bad-input', `${path} cannot be written (${code})`, {
      hint: 'hints.writableFileOrDisk',
      fields: [{ field, code: 'notValid' }],
      cause,
    });
  }
}
