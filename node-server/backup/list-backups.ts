import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FacilityError, type ErrorCode } from '../../records/facility-error.js';
import { BACKUP_EXTENSION, type BackupHeader } from './backup-format.js';
import { cutOffBackup } from './backup-error.js';
import { MOST_FIRST_LINE, readFirstLine } from './first-line.js';
import { placeError } from './place-error.js';

/** A backup as its first line describes it, without a key. */
export interface BackupFile {
  file: string;
  path: string;
  bytes: number;
  /** null where it cannot be read */
  header: BackupHeader | null;
  /** why it cannot be used; only reading it with a key tells that it can */
  problem: { code: ErrorCode; message: string } | null;
}

/** All backups in a folder, the oldest first. Throws `backup-no-place`. */
export async function listBackups(folder: string): Promise<BackupFile[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw placeError(folder, cause);
  });
  const files = names.filter((name) => name.endsWith(BACKUP_EXTENSION));
  const found = await Promise.all(files.map((file) => describe(folder, file)));
  const time = ({ header, file }: BackupFile): string => header?.at ?? file;
  return found.sort(
    (a, b) => (a.header?.upTo ?? 0) - (b.header?.upTo ?? 0) || time(a).localeCompare(time(b)),
  );
}

async function describe(folder: string, file: string): Promise<BackupFile> {
  const path = join(folder, file);
  let bytes = 0;
  let header: BackupHeader | null = null;
  try {
    const handle = await open(path, 'r');
    try {
      bytes = (await handle.stat()).size;
      const start = new Uint8Array(MOST_FIRST_LINE);
      const { bytesRead } = await handle.read(start, 0, MOST_FIRST_LINE, 0);
      const text = new TextDecoder('latin1').decode(start.subarray(0, bytesRead));
      const first = readFirstLine(file, text.slice(0, Math.max(0, text.indexOf('\n'))));
      header = first.header;
      if (bytes !== first.bytes) throw cutOffBackup(file, bytes, first.bytes);
    } finally {
      await handle.close();
    }
    return { file, path, bytes, header, problem: null };
  } catch (cause) {
    const error = placeError(folder, cause);
    const problem =
      error instanceof FacilityError
        ? { code: error.code, message: error.message }
        : { code: 'backup-damaged' as const, message: `${file} cannot be read.` };
    return { file, path, bytes, header, problem };
  }
}
