import { Encrypter } from 'age-encryption';
import { open, rename, rm } from 'node:fs/promises';
import { ReadableStream } from 'node:stream/web';
import { join } from 'node:path';
import { backupFileName, PART_EXTENSION } from './backup-format.js';
import { writeFirstLine } from './first-line.js';
import { placeError } from './place-error.js';
import { syncFolder } from './sync-folder.js';
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
 * Writes a backup beside its later name, fsyncs it, then puts it there: a backup is whole or absent.
 * Throws `disk-full`, `backup-no-place`; leaves no part of a file behind unless the place itself is gone.
 */
export async function writeBackupFile(options: WriteBackupOptions): Promise<{ file: string; bytes: number }> {
  const { folder, content } = options;
  const file = backupFileName(content.header);
  const part = join(folder, file + PART_EXTENSION);
  try {
    const bytes = await writePart(part, options);
    await rename(part, join(folder, file));
    await syncFolder(folder);
    return { file, bytes };
  } catch (cause) {
    await rm(part, { force: true }).catch(() => undefined);
    throw placeError(folder, cause);
  }
}

/** Somebody ended the backup. */
export class BackupCancelled extends Error {}

async function writePart(part: string, options: WriteBackupOptions): Promise<number> {
  const { content, recipients, onBytes, isCancelled } = options;
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  const plain = ReadableStream.from(writeFrames(content)) as never;
  const encrypted = (await encrypter.encrypt(plain)) as unknown as AsyncIterable<Uint8Array>;
  const handle = await open(part, 'wx', 0o600);
  try {
    const line = writeFirstLine(content.header, 0);
    await handle.write(line);
    let bytes = line.length;
    for await (const chunk of encrypted) {
      if (isCancelled?.()) throw new BackupCancelled();
      await writeAll(handle, chunk);
      bytes += chunk.length;
      onBytes?.(bytes);
    }
    await handle.write(writeFirstLine(content.header, bytes), 0);
    await handle.sync();
    return bytes;
  } finally {
    await handle.close();
  }
}

/** A disk that fills up takes a part of a write first. */
async function writeAll(handle: Awaited<ReturnType<typeof open>>, chunk: Uint8Array): Promise<void> {
  for (let at = 0; at < chunk.length;) {
    const { bytesWritten } = await handle.write(chunk, at);
    if (bytesWritten === 0) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    at += bytesWritten;
  }
}
