import { createHash } from 'node:crypto';
import { cutBlocks } from '../sealed-file/cut-blocks.js';

/** What the encrypted part of a file is made of: a kind, a length, the content's SHA-256, the content. */
export interface RawPiece {
  kind: (typeof KINDS)[number];
  hash: string;
  content: Uint8Array;
}

const KINDS = ['letter', 'records', 'paper', 'news', 'receipt', 'end'] as const;
const HASH_BYTES = 32;
const HEAD = 5 + HASH_BYTES;
/** A thousand records are far smaller, and so is a scan; more is no piece. */
const MOST_CONTENT = 64 * 1024 * 1024;

export function pieceBytes(kind: RawPiece['kind'], content: Uint8Array): { bytes: Uint8Array; hash: string } {
  const hash = hashOf(content);
  const bytes = new Uint8Array(HEAD + content.length);
  bytes[0] = KINDS.indexOf(kind) + 1;
  new DataView(bytes.buffer).setUint32(1, content.length);
  bytes.set(Uint8Array.from(Buffer.from(hash, 'hex')), 5);
  bytes.set(content, HEAD);
  return { bytes, hash };
}

/** Cuts a stream into its pieces. Throws a RangeError: what is no piece, is cut off, or isn't as its hash says. */
export async function* readPieces(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<RawPiece> {
  for await (const block of cutBlocks(bytes, HEAD, sizeOf)) {
    const content = block.subarray(HEAD);
    const hash = hashOf(content);
    if (Buffer.from(block.subarray(5, HEAD)).toString('hex') !== hash)
      throw new RangeError('another content');
    yield { kind: kindOf(block), hash, content };
  }
}

function sizeOf(head: Uint8Array): number {
  kindOf(head);
  const content = new DataView(head.buffer, head.byteOffset).getUint32(1);
  if (content > MOST_CONTENT) throw new RangeError('no piece');
  return content;
}

function kindOf([code = 0]: Uint8Array): RawPiece['kind'] {
  const kind = KINDS[code - 1];
  if (!kind) throw new RangeError('no piece');
  return kind;
}

function hashOf(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
