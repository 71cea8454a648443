import type { BoxId } from '../../records/ids.js';
import { decodeBundle } from '../../sync/bundle.js';
import { decryptAge } from '../../sync/sealed-file/decrypt-age.js';
import { openSealedFile, type SealedSource } from '../../sync/sealed-file/open-sealed-file.js';
import type {
  BackupHeader,
  BackupLocal,
  BackupPart,
  BackupSeal,
  BackupSettings,
  BackupTrailer,
} from './backup-format.js';
import {
  cutOffBackup,
  damagedBackup,
  foreignBackup,
  newerBackup,
  notABackup,
  wrongKey,
} from './backup-error.js';
import { readFirstLine } from './first-line.js';
import { readFrames, type Frame } from './frame.js';

export type BackupSource = SealedSource;

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
  const { file, size, line, length, rest, read } = await openSealedFile(source, options.onBytes);
  if (line === null) throw notABackup(file);
  const first = readFirstLine(file, line);
  const { header } = first;
  if (options.box !== undefined && header.box !== options.box) throw foreignBackup(file, header.box);
  if (size !== undefined && size < first.bytes) throw cutOffBackup(file, size, first.bytes);
  const plain = decryptAge({ bytes: rest, offset: length, keys: header.keys }, identities, {
    wrongKey: () => wrongKey(file),
    damaged: (where, cause) => damagedBackup(file, where, cause),
  });
  const check = new PartCheck(file, header, options.anyNumbers === true);
  try {
    for await (const frame of readFrames(plain)) yield check.take(frame);
  } catch (error) {
    if (error instanceof RangeError) throw damagedBackup(file, check.place(), error);
    throw error;
  }
  check.end(read(), first.bytes);
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
