import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { BoxId } from '../../records/ids.js';
import { decodeBundle } from '../../sync/bundle.js';
import type {
  BackupHeader,
  BackupLocal,
  BackupPart,
  BackupSeal,
  BackupSettings,
  BackupTrailer,
} from './backup-format.js';
import { cutOffBackup, damagedBackup, foreignBackup, newerBackup, notABackup } from './backup-error.js';
import { decryptBytes } from './decrypt-bytes.js';
import { MOST_FIRST_LINE, readFirstLine, type FirstLine } from './first-line.js';
import { readFrames, type Frame } from './frame.js';

/** A path, or bytes that come from elsewhere under a name. */
export type BackupSource = string | { file: string; bytes: AsyncIterable<Uint8Array>; size?: number };

export interface ReadBackupOptions {
  /** refuse a backup of any other box */
  box?: BoxId;
  /** the reader judges the records' numbers itself and wants to see also what is missing or stands elsewhere (an audit) */
  anyNumbers?: boolean;
  /** told how many bytes of the file were read */
  onBytes?: (read: number) => void;
}

/**
 * Reads a backup in bounded memory: header, settings, locals, blocks of records without a gap, trailer. What was
 * yielded before an error must not be kept: a file counts when its trailer was read.
 * Throws `backup-wrong-key`, `backup-cut-off`, `backup-damaged` (with the bytes), `backup-foreign`, `backup-newer`.
 * @param identities age private keys (`AGE-SECRET-KEY-1…`), any of which may open it
 */
export async function* readBackup(
  source: BackupSource,
  identities: readonly string[],
  options: ReadBackupOptions = {},
): AsyncGenerator<BackupPart, void, void> {
  const { file, bytes, size } = await opened(source);
  const counted = new Counted(bytes, options.onBytes);
  const { first, length, rest } = await takeFirstLine(file, counted);
  const { header } = first;
  if (options.box !== undefined && header.box !== options.box) throw foreignBackup(file, header.box);
  if (size !== undefined && size < first.bytes) throw cutOffBackup(file, size, first.bytes);
  const plain = decryptBytes({ file, bytes: rest, offset: length, keys: header.keys }, identities);
  const check = new PartCheck(file, header, options.anyNumbers === true);
  try {
    for await (const frame of readFrames(plain)) yield check.take(frame);
  } catch (error) {
    if (error instanceof RangeError) throw damagedBackup(file, check.place(), error);
    throw error;
  }
  check.end(counted.read, first.bytes);
}

async function opened(source: BackupSource) {
  if (typeof source !== 'string') return source;
  const { size } = await stat(source);
  const bytes = createReadStream(source, { highWaterMark: 256 * 1024 }) as AsyncIterable<Uint8Array>;
  return { file: basename(source), bytes, size };
}

class Counted {
  read = 0;

  constructor(
    private readonly source: AsyncIterable<Uint8Array>,
    private readonly onBytes: (read: number) => void = () => undefined,
  ) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for await (const chunk of this.source) {
      this.read += chunk.length;
      this.onBytes(this.read);
      // A stream of files gives Buffers, which age does not take for bytes of its own.
      yield new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    }
  }
}

async function takeFirstLine(
  file: string,
  bytes: Counted,
): Promise<{ first: FirstLine; length: number; rest: AsyncIterable<Uint8Array> }> {
  const chunks = bytes[Symbol.asyncIterator]();
  let text = '';
  for (;;) {
    const next = await chunks.next();
    if (next.done) throw notABackup(file);
    text += Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength).toString('latin1');
    const end = text.indexOf('\n');
    if (end < 0 && text.length < MOST_FIRST_LINE) continue;
    const first = readFirstLine(file, text.slice(0, Math.max(end, 0)));
    const left = Uint8Array.from(Buffer.from(text.slice(end + 1), 'latin1'));
    return { first, length: end + 1, rest: goingOn(left, chunks) };
  }
}

async function* goingOn(left: Uint8Array, chunks: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (left.length > 0) yield left;
  yield* chunks;
}

/** Holds a backup's parts against its header: the order of the frames, the numbers of the records, the counts. */
class PartCheck {
  #lastN: number;
  #blocks = 0;
  #locals = 0;
  #seen: Frame['kind'][] = [];

  constructor(
    private readonly file: string,
    private readonly header: BackupHeader,
    private readonly anyNumbers: boolean,
  ) {
    this.#lastN = header.from;
  }

  /** As far as the reader came. */
  place(): string {
    return `block ${this.#blocks + 1}, after record ${this.#lastN}`;
  }

  take({ kind, content }: Frame): BackupPart {
    const previous = this.#seen.at(-1);
    const inOrder =
      kind === 'header' ? previous === undefined : previous !== undefined && previous !== 'trailer';
    if (!inOrder) throw damagedBackup(this.file, this.place());
    this.#seen.push(kind);
    switch (kind) {
      case 'header': {
        const { seal, ...header } = this.#json<BackupHeader & { seal: BackupSeal | null }>(content);
        // The line in clear could be changed by anyone; this one could not.
        if (JSON.stringify(header) !== JSON.stringify(this.header))
          throw damagedBackup(this.file, 'its first line says other than its encrypted header');
        return { part: 'header', header, seal };
      }
      case 'settings':
        return { part: 'settings', settings: this.#json<BackupSettings>(content) };
      case 'locals': {
        const locals = this.#json<BackupLocal[]>(content);
        this.#locals += locals.length;
        return { part: 'locals', locals };
      }
      case 'records':
        return this.#records(content);
      case 'trailer': {
        const trailer = this.#json<BackupTrailer>(content);
        const { records, blocks, locals } = trailer;
        const numbered =
          this.anyNumbers || (records === this.#lastN - this.header.from && this.#lastN === this.header.upTo);
        if (!numbered || blocks !== this.#blocks || locals !== this.#locals)
          throw damagedBackup(this.file, this.place());
        return { part: 'trailer', trailer };
      }
    }
  }

  end(read: number, should: number): void {
    if (this.#seen.at(-1) !== 'trailer') throw cutOffBackup(this.file, read, should);
    if (read !== should) throw damagedBackup(this.file, `it has ${read} bytes and says ${should}`);
  }

  #records(content: Uint8Array): BackupPart {
    let records;
    try {
      records = decodeBundle(content);
    } catch (cause) {
      if ((cause as { kind?: string }).kind === 'newer') throw newerBackup(this.file, content[0] ?? 0);
      throw damagedBackup(this.file, this.place(), cause);
    }
    for (const { n } of records) {
      if (n !== this.#lastN + 1 && !this.anyNumbers) throw damagedBackup(this.file, this.place());
      this.#lastN = n;
    }
    this.#blocks += 1;
    return { part: 'records', records };
  }

  #json<T>(content: Uint8Array): T {
    try {
      return JSON.parse(new TextDecoder().decode(content)) as T;
    } catch (cause) {
      throw damagedBackup(this.file, this.place(), cause);
    }
  }
}
