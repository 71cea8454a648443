import { writeSealedFile } from '../../sync/sealed-file/write-sealed-file.js';
import { backupFileName } from './backup-format.js';
import { placeError } from './place-error.js';
import { writeFrames, type BackupContent } from './write-frames.js';

export interface WriteBackupOptions {
  folder: string;
  /** age public keys, each of which opens it */
  recipients: readonly string[];
  content: BackupContent;
  /** told the bytes that are in the file */
  onBytes?: (written: number) => void;
  /** true: give up, and leave nothing behind */
  isCancelled?: () => boolean;
}

/**
 * Writes a backup: it is whole or absent. Throws `disk-full`, `backup-no-place`; leaves no part of a file behind unless
 * the place itself is gone.
 */
export async function writeBackupFile(options: WriteBackupOptions): Promise<{ file: string; bytes: number }> {
  const { folder, content } = options;
  const file = backupFileName(content.header);
  try {
    const plain = writeFrames(content);
    const { bytes } = await writeSealedFile({ ...options, file, header: content.header, plain });
    return { file, bytes };
  } catch (cause) {
    throw placeError(folder, cause);
  }
}
