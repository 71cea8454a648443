import { Encrypter } from 'age-encryption';
import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ReadableStream } from 'node:stream/web';
import { writeClearLine } from './clear-line.js';
import { syncFolder } from './fsync-folder.js';

/** Of a file that is being written. */
export const PART_EXTENSION = '.part';

export interface WriteSealedOptions {
  folder: string;
  file: string;
  /** stands in clear in the first line */
  header: object;
  /** age public keys, each of which opens it */
  recipients: readonly string[];
  /** what is encrypted */
  plain: AsyncIterable<Uint8Array>;
  /** told the bytes that are in the file */
  onBytes?: (written: number) => void;
  /** true: give up, and leave nothing behind */
  isCancelled?: () => boolean;
}

export interface WrittenFile {
  bytes: number;
  /** where the encrypted part begins */
  offset: number;
  /** its SHA-256, hex */
  hash: string;
}

/** Somebody ended the writing. */
export class WriteCancelled extends Error {}

/**
 * Writes a file beside its later name, fsyncs it, then puts it there: it is whole or absent. Throws what the disk
 * says; leaves no part of a file behind unless the place itself is gone.
 */
export async function writeSealedFile(options: WriteSealedOptions): Promise<WrittenFile> {
  const { folder, file } = options;
  const part = join(folder, file + PART_EXTENSION);
  try {
    const written = await writePart(part, options);
    await rename(part, join(folder, file));
    await syncFolder(folder);
    return written;
  } catch (cause) {
    await rm(part, { force: true }).catch(() => undefined);
    throw cause;
  }
}

async function writePart(part: string, options: WriteSealedOptions): Promise<WrittenFile> {
  const { header, recipients, onBytes, isCancelled } = options;
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  const plain = ReadableStream.from(options.plain) as never;
  const encrypted = (await encrypter.encrypt(plain)) as unknown as AsyncIterable<Uint8Array>;
  const handle = await open(part, 'wx', 0o600);
  try {
    const line = writeClearLine(header, 0);
    await handle.write(line);
    let bytes = line.length;
    const hash = createHash('sha256');
    for await (const chunk of encrypted) {
      if (isCancelled?.()) throw new WriteCancelled();
      await writeAll(handle, chunk);
      hash.update(chunk);
      bytes += chunk.length;
      onBytes?.(bytes);
    }
    await handle.write(writeClearLine(header, bytes), 0);
    await handle.sync();
    return { bytes, offset: line.length, hash: hash.digest('hex') };
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
