import { ByteWriter, utf8 } from './byte-writer.js';
import { joinBytes, plainBytes } from './plain-bytes.js';

/**
 * What box and gateway say to each other: one POST, whose body and whose answer are runs of frames that travel at the
 * same time. A frame is its kind (a letter), its length (seven bits a byte, the lowest first) and its bytes.
 * See docs/adr/0020-exchange.md.
 *
 * The box says `hello` first, then for each bundle `bundle` and `data`, and `reached` last where it got further. The gateway answers `held` while bytes come,
 * `confirmed` when CouchDB has a bundle, then `news` and `end`; `alive` while it waits for CouchDB; `failed` instead of
 * all that follows.
 */
const FRAME_KINDS = {
  hello: 'h',
  bundle: 'b',
  data: 'd',
  reached: 'r',
  held: 'a',
  confirmed: 'c',
  news: 'n',
  alive: 'w',
  failed: 'e',
  end: 'z',
} as const;

export type FrameKind = keyof typeof FRAME_KINDS;

export interface Frame {
  kind: FrameKind;
  bytes: Uint8Array;
}

/** No frame is longer: who says so is no box and no gateway. */
export const FRAME_LIMIT = 1024 * 1024;

const KIND_OF = new Map(
  Object.entries(FRAME_KINDS).map(([kind, letter]) => [letter.charCodeAt(0), kind as FrameKind]),
);

export class FrameError extends Error {
  override name = 'FrameError';
}

/** One frame; an object becomes its JSON. */
export function frame(kind: FrameKind, content: Uint8Array | object = new Uint8Array()): Uint8Array {
  const bytes = content instanceof Uint8Array ? plainBytes(content) : utf8(JSON.stringify(content));
  const out = new ByteWriter();
  out.byte(FRAME_KINDS[kind].charCodeAt(0));
  out.count(bytes.length);
  out.bytes(bytes);
  return out.end();
}

/** A frame that carries a head of JSON and bytes behind it. */
export function framedWithHead(kind: FrameKind, head: object, bytes: Uint8Array): Uint8Array {
  const out = new ByteWriter();
  out.text(JSON.stringify(head));
  out.bytes(bytes);
  return frame(kind, out.end());
}

/**
 * Reads frames from chunks of any size; `data` is handed on as it comes, in parts, so that a cut loses none of it.
 * Throws FrameError: what comes is no frame.
 */
export class FrameReader {
  #rest: Uint8Array = new Uint8Array();
  /** bytes of a `data` frame that are still to come */
  #dataLeft = 0;

  /** not 0 in the middle of a frame */
  get pending(): number {
    return this.#rest.length + this.#dataLeft;
  }

  take(chunk: Uint8Array): Frame[] {
    this.#rest = this.#rest.length === 0 ? chunk : joinBytes([this.#rest, chunk]);
    const frames: Frame[] = [];
    for (let next = this.#next(); next; next = this.#next()) frames.push(next);
    return frames;
  }

  #next(): Frame | null {
    const [letter] = this.#rest;
    if (letter === undefined) return null;
    if (this.#dataLeft > 0) return this.#data();
    const kind = KIND_OF.get(letter);
    if (kind === undefined) throw new FrameError('This is no frame.');
    const head = readCount(this.#rest, 1);
    if (head === null) return null;
    const { value: length, end: from } = head;
    if (length > FRAME_LIMIT) throw new FrameError('The frame is too long.');
    if (kind === 'data') {
      this.#rest = this.#rest.subarray(from);
      this.#dataLeft = length;
      return this.#next();
    }
    if (this.#rest.length < from + length) return null;
    const bytes = this.#rest.subarray(from, from + length);
    this.#rest = this.#rest.subarray(from + length);
    return { kind, bytes };
  }

  #data(): Frame {
    const bytes = this.#rest.subarray(0, this.#dataLeft);
    this.#rest = this.#rest.subarray(bytes.length);
    this.#dataLeft -= bytes.length;
    return { kind: 'data', bytes };
  }
}

/** The JSON of a frame. Throws FrameError. */
export function readFrame<T extends object>(bytes: Uint8Array): T {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes).toString());
  } catch (cause) {
    throw new FrameError('The frame is no JSON.', { cause });
  }
  if (typeof value !== 'object' || value === null) throw new FrameError('The frame holds no object.');
  return value as T;
}

/** The opposite of `framedWithHead`. Throws FrameError. */
export function readFrameWithHead<T extends object>(bytes: Uint8Array): { head: T; rest: Uint8Array } {
  const length = readCount(bytes, 0);
  if (length === null || bytes.length < length.end + length.value)
    throw new FrameError('The frame is cut off.');
  const end = length.end + length.value;
  return { head: readFrame<T>(bytes.subarray(length.end, end)), rest: bytes.subarray(end) };
}

/** A number in seven bits a byte; null where its end has not come yet. */
function readCount(bytes: Uint8Array, from: number): { value: number; end: number } | null {
  let value = 0;
  let scale = 1;
  for (let at = from; at < from + 4; at += 1) {
    const byte = bytes[at];
    if (byte === undefined) return null;
    value += (byte % 0x80) * scale;
    if (byte < 0x80) return { value, end: at + 1 };
    scale *= 0x80;
  }
  throw new FrameError('The frame is too long.');
}
