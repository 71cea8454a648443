import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import type { Finding } from './wizard-steps.js';

/** Writes to the folder, through to the disk, and reads it back: a stick that is read-only or full shows it here. */
export async function checkBackupFolder(typed: string, dataFolder: string): Promise<Finding> {
  const field = 'backupFolder';
  const folder = typed.trim();
  if (folder === '') return { fields: [{ field, code: 'required' }] };
  if (!isAbsolute(folder)) return { fields: [{ field, code: 'notAbsolute' }] };
  const inside = relative(resolve(dataFolder), resolve(folder));
  if (!inside.startsWith('..')) return { fields: [{ field, code: 'insideData' }] };
  const path = join(folder, `.nadi-try-${randomBytes(6).toString('hex')}`);
  const bytes = new Uint8Array(randomBytes(64 * 1024));
  try {
    await mkdir(folder, { recursive: true });
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    const read = await readFile(path);
    return {
      fields: Buffer.compare(new Uint8Array(read), bytes) === 0 ? [] : [{ field, code: 'readBackDiffers' }],
    };
  } catch {
    return { fields: [{ field, code: 'notWritable' }] };
  } finally {
    await rm(path, { force: true }).catch(() => undefined);
  }
}
