import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BoxId } from '../../records/ids.js';
import { signText, type SealKey } from '../../records/seal.js';
import { ByteWriter, utf8 } from '../exchange/byte-writer.js';
import { recipientFingerprint } from '../sealed-file/recipient-fingerprint.js';
import { writeSealedFile } from '../sealed-file/write-sealed-file.js';
import { damagedStick, stickPlaceError } from './stick-error.js';
import {
  STICK_FORMAT,
  stickFileName,
  type PieceIn,
  type StickHeader,
  type StickTrailer,
} from './stick-format.js';
import { pieceBytes, type RawPiece } from './stick-pieces.js';

export interface WriteStickOptions {
  folder: string;
  header: StickHeader;
  recipients: readonly string[];
  key: SealKey;
  /** the letter first */
  pieces: AsyncIterable<PieceIn>;
  /** told the records that are in the file */
  onRecords?: (written: number) => void;
  isCancelled?: () => boolean;
}

export interface WrittenStick {
  file: string;
  bytes: number;
  records: number;
}

/** The header of a new file. */
export function stickHeader(
  given: { kind: StickHeader['kind']; box: BoxId; from: number; upTo: number; at: string },
  recipients: readonly string[],
): StickHeader {
  const { kind, box, from, upTo, at } = given;
  const id = randomBytes(16).toString('hex');
  const keys = recipients.map(recipientFingerprint);
  return { nadi: 'sync', format: STICK_FORMAT, id, kind, box, from, upTo, at, keys };
}

/** What the signature of a file covers: the hashes of all its pieces, in their order; the first is the header's. */
export function stickText(hashes: readonly string[]): string {
  return `nadi sync file 1\n${hashes.join('\n')}`;
}

/**
 * Writes a file whole or not at all, signed and encrypted, and reads its bytes back. Throws `disk-full`,
 * `stick-no-place`, `stick-damaged` where the stick gives back other bytes than it got; then nothing is left there.
 */
export async function writeStick(options: WriteStickOptions): Promise<WrittenStick> {
  const { folder, header, onRecords = () => undefined } = options;
  const file = stickFileName(header);
  const path = join(folder, file);
  const told: StickTrailer = { pieces: 0, records: 0 };
  let isGood = false;
  try {
    const { dev: disk } = await stat(folder);
    const plain = signedPieces(options, told, onRecords);
    const { bytes, offset, hash } = await writeSealedFile({ ...options, file, plain });
    if ((await hashOfFile(path, offset)) !== hash)
      throw damagedStick(file, 'the stick gives back other bytes than it got');
    // A stick that went away leaves an empty folder behind, on the machine's own disk.
    if ((await stat(folder)).dev !== disk) throw Object.assign(new Error('another disk'), { code: 'ENODEV' });
    isGood = true;
    return { file, bytes, records: told.records };
  } catch (cause) {
    throw stickPlaceError(folder, cause);
  } finally {
    if (!isGood) await rm(path, { force: true }).catch(() => undefined);
  }
}

async function* signedPieces(
  { pieces, key }: WriteStickOptions,
  told: StickTrailer,
  onRecords: (written: number) => void,
): AsyncGenerator<Uint8Array> {
  const hashes: string[] = [];
  const make = (kind: RawPiece['kind'], content: Uint8Array): Uint8Array => {
    const { bytes, hash } = pieceBytes(kind, content);
    hashes.push(hash);
    return bytes;
  };
  for await (const piece of pieces) {
    yield make(piece.kind, contentOf(piece));
    told.pieces += 1;
    if (piece.kind === 'records') onRecords((told.records += piece.count));
  }
  const signature = signText(stickText([...hashes, JSON.stringify(told)]), key);
  yield make('end', utf8(JSON.stringify({ ...told, signature })));
}

function contentOf(piece: PieceIn): Uint8Array {
  switch (piece.kind) {
    case 'letter':
      return utf8(JSON.stringify({ header: piece.header, letter: piece.letter }));
    case 'receipt':
      return utf8(JSON.stringify(piece.receipt));
    case 'news': {
      const out = new ByteWriter();
      out.text(JSON.stringify(piece.head));
      out.bytes(piece.bytes);
      return out.end();
    }
    case 'records':
    case 'paper':
      return piece.bytes;
  }
}

async function hashOfFile(path: string, start: number): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { start }) as AsyncIterable<Uint8Array>)
    hash.update(chunk);
  return hash.digest('hex');
}
