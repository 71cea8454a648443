import { isSigned, keyFingerprint } from '../../records/seal.js';
import { BundleError } from '../bundle/bundle-error.js';
import { decodeBundle } from '../bundle.js';
import { decodeDocuments } from '../document-bundle.js';
import { decodePaper } from '../exchange/paper-bundle.js';
import { readFrameWithHead } from '../exchange/frames.js';
import type { NewsHead } from '../exchange/messages.js';
import { readClearLine } from '../sealed-file/clear-line.js';
import { decryptAge } from '../sealed-file/decrypt-age.js';
import { openSealedFile, type SealedSource } from '../sealed-file/open-sealed-file.js';
import type { SignedReceipt } from './receipt.js';
import {
  cutOffStick,
  damagedStick,
  newerStick,
  notAStick,
  stickFaults,
  untrustedStick,
} from './stick-error.js';
import {
  STICK_FORMAT,
  type DownLetter,
  type Piece,
  type StickHeader,
  type StickTrailer,
  type UpLetter,
} from './stick-format.js';
import { readPieces, type RawPiece } from './stick-pieces.js';
import { stickText } from './write-stick.js';

export interface ReadStickOptions {
  /** the hashes of the pieces as they were when the signature was checked: the stick must still give the same */
  as?: readonly string[];
  /** told the hashes of all pieces, once the signature holds */
  onSigned?: (hashes: readonly string[], signer: string) => void;
  onBytes?: (read: number) => void;
}

/** A file's first line, without a key. Throws `stick-damaged`, `stick-newer`. */
export function readStickLine(file: string, line: string | null): { header: StickHeader; bytes: number } {
  const first = line === null ? null : readClearLine<StickHeader>('sync', line);
  if (!first) throw notAStick(file);
  if (first.header.format > STICK_FORMAT) throw newerStick(file, first.header.format);
  return first;
}

/**
 * Reads a file in bounded memory, its letter first. What was yielded before an error must not be kept: a file counts
 * when it was read to its end, where its signature stands. Whether its signer is trusted the reader of the letter
 * judges. Throws `stick-wrong-key`, `stick-cut-off`, `stick-damaged` (with the place), `stick-newer`.
 */
export async function* readStick(
  source: SealedSource,
  identities: readonly string[],
  options: ReadStickOptions = {},
): AsyncGenerator<Piece, void, void> {
  const { file, size, line, length, rest, read } = await openSealedFile(source, options.onBytes);
  const { header, bytes } = readStickLine(file, line);
  if (size !== undefined && size < bytes) throw cutOffStick(file, size, bytes);
  const faults = stickFaults(file);
  const plain = decryptAge({ bytes: rest, offset: length, keys: header.keys }, identities, faults);
  const check = new PieceCheck(file, header, options);
  try {
    for await (const raw of readPieces(plain)) {
      const piece = check.take(raw);
      if (piece) yield piece;
    }
  } catch (error) {
    if (error instanceof RangeError) throw damagedStick(file, check.place(), error);
    throw error;
  }
  check.end(read(), bytes);
}

/** Holds a file's pieces against its header: their order, the numbers of the records, the counts, the signature. */
class PieceCheck {
  readonly #hashes: string[] = [];
  #records = 0;
  #signer: string | null = null;
  #isOver = false;

  constructor(
    private readonly file: string,
    private readonly header: StickHeader,
    private readonly options: ReadStickOptions,
  ) {}

  place(): string {
    return `piece ${this.#hashes.length + 1}`;
  }

  take({ kind, hash, content }: RawPiece): Piece | null {
    const { as } = this.options;
    const isOdd = this.#isOver || (kind === 'letter') !== (this.#hashes.length === 0);
    if (isOdd || (as && as[this.#hashes.length] !== hash)) throw damagedStick(this.file, this.place());
    const piece = kind === 'end' ? this.#end(content) : this.#decode(kind, content);
    this.#hashes.push(hash);
    if (piece?.kind === 'records') this.#records += piece.records.length;
    return piece;
  }

  end(read: number, should: number): void {
    if (!this.#isOver) throw cutOffStick(this.file, read, should);
    if (read !== should) throw damagedStick(this.file, `it has ${read} bytes and says ${should}`);
  }

  #decode(kind: Exclude<RawPiece['kind'], 'end'>, content: Uint8Array): Piece {
    try {
      switch (kind) {
        case 'letter':
          return this.#letter(content);
        case 'records':
          return { kind, records: decodeBundle(content) };
        case 'paper':
          return { kind, paper: decodePaper(content) };
        case 'news': {
          const { head, rest } = readFrameWithHead<NewsHead>(content);
          return { kind, ...head, documents: decodeDocuments(rest) };
        }
        case 'receipt':
          return { kind, receipt: json<SignedReceipt>(content) };
      }
    } catch (cause) {
      if (cause instanceof BundleError && cause.kind === 'newer')
        throw newerStick(this.file, content[0] ?? 0);
      if (cause instanceof BundleError && cause.kind === 'large')
        throw damagedStick(this.file, `${this.place()} would grow beyond what a file may hold`, cause);
      throw damagedStick(this.file, this.place(), cause);
    }
  }

  #letter(content: Uint8Array): Piece {
    const { header, letter } = json<{ header: StickHeader; letter: UpLetter | DownLetter }>(content);
    // The line in clear could be changed by anyone; this one is signed.
    if (JSON.stringify(header) !== JSON.stringify(this.header))
      throw damagedStick(this.file, 'its first line says other than its signed header');
    this.#signer = letter.signer;
    return { kind: 'letter', header, letter };
  }

  #end(content: Uint8Array): null {
    const { signature, ...told } = json<StickTrailer & { signature: string }>(content);
    const pieces = this.#hashes.length;
    if (told.pieces !== pieces || told.records !== this.#records) throw damagedStick(this.file, this.place());
    const signer = this.#signer ?? '';
    const text = stickText([...this.#hashes, JSON.stringify({ pieces, records: this.#records })]);
    if (!isSigned(text, signature, signer))
      throw damagedStick(this.file, `the signature of ${keyFingerprint(signer)} does not hold`);
    this.#isOver = true;
    this.options.onSigned?.(this.#hashes, signer);
    return null;
  }
}

function json<T>(content: Uint8Array): T {
  return JSON.parse(new TextDecoder().decode(content)) as T;
}

/** Throws `stick-not-trusted` where the signer is none of those that are known, or was revoked. */
export function judgeSigner(
  file: string,
  signer: string,
  { known, revoked = [] }: { known: readonly string[]; revoked?: readonly string[] },
): void {
  if (revoked.includes(signer)) throw untrustedStick(file, keyFingerprint(signer), 'revoked');
  if (!known.includes(signer)) throw untrustedStick(file, keyFingerprint(signer), 'unknown');
}
