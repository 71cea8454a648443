import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { MOST_CLEAR_LINE } from './clear-line.js';

/** A path, or bytes that come from elsewhere under a name. */
export type SealedSource = string | { file: string; bytes: AsyncIterable<Uint8Array>; size?: number };

export interface SealedFile {
  /** its name */
  file: string;
  /** what it has on the disk; undefined where nobody knows beforehand */
  size: number | undefined;
  /** null where no line ends near the beginning */
  line: string | null;
  /** of the line, with its end */
  length: number;
  /** the age file behind it */
  rest: AsyncIterable<Uint8Array>;
  /** bytes that were read until now */
  read: () => number;
}

/** Opens a file whose first line stands in clear and whose rest is encrypted. */
export async function openSealedFile(
  source: SealedSource,
  onBytes: (read: number) => void = () => undefined,
): Promise<SealedFile> {
  const { file, bytes, size } = await opened(source);
  let read = 0;
  const chunks = counted(bytes, (length) => {
    read += length;
    onBytes(read);
  });
  let text = '';
  let end = -1;
  for (let ended = false; !ended && end < 0 && text.length < MOST_CLEAR_LINE;) {
    const next = await chunks.next();
    ended = next.done === true;
    if (next.done) continue;
    text += Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength).toString('latin1');
    end = text.indexOf('\n');
  }
  const left = Uint8Array.from(Buffer.from(text.slice(end + 1), 'latin1'));
  return {
    file,
    size,
    line: end < 0 ? null : text.slice(0, end),
    length: end + 1,
    rest: goingOn(left, chunks),
    read: () => read,
  };
}

async function opened(source: SealedSource) {
  if (typeof source !== 'string') return source;
  const { size } = await stat(source);
  const bytes = createReadStream(source, { highWaterMark: 256 * 1024 }) as AsyncIterable<Uint8Array>;
  return { file: basename(source), bytes, size };
}

async function* counted(
  source: AsyncIterable<Uint8Array>,
  onRead: (length: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    onRead(chunk.length);
    // A stream of files gives Buffers, which age does not take for bytes of its own.
    yield new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  }
}

async function* goingOn(left: Uint8Array, chunks: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (left.length > 0) yield left;
  yield* chunks;
}
