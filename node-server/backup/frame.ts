import { cutBlocks } from '../../sync/sealed-file/cut-blocks.js';

/** What the encrypted part of a backup is made of: a kind, a length, the content. */
export interface Frame {
  kind: 'header' | 'settings' | 'locals' | 'records' | 'trailer';
  content: Uint8Array;
}

const KINDS = ['header', 'settings', 'locals', 'records', 'trailer'] as const;
/** Kind and length. */
const HEAD = 5;
/** A block of records is far smaller; more is no frame. */
const MOST_CONTENT = 32 * 1024 * 1024;

export function frameBytes({ kind, content }: Frame): Uint8Array {
  const bytes = new Uint8Array(content.length + 5);
  bytes[0] = KINDS.indexOf(kind) + 1;
  new DataView(bytes.buffer).setUint32(1, content.length);
  bytes.set(content, 5);
  return bytes;
}

/** Cuts a stream of bytes into its frames. Throws a RangeError for what is no frame, `cut off` where one is not whole. */
export async function* readFrames(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Frame> {
  for await (const block of cutBlocks(bytes, HEAD, sizeOf)) {
    yield { kind: kindOf(block), content: block.subarray(HEAD) };
  }
}

function sizeOf(head: Uint8Array): number {
  kindOf(head);
  const content = new DataView(head.buffer, head.byteOffset).getUint32(1);
  if (content > MOST_CONTENT) throw new RangeError('no frame');
  return content;
}

function kindOf([code = 0]: Uint8Array): Frame['kind'] {
  const kind = KINDS[code - 1];
  if (!kind) throw new RangeError('no frame');
  return kind;
}
