/** What the encrypted part of a backup is made of: a kind, a length, the content. */
export interface Frame {
  kind: 'header' | 'settings' | 'locals' | 'records' | 'trailer';
  content: Uint8Array;
}

const KINDS = ['header', 'settings', 'locals', 'records', 'trailer'] as const;
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
  let held: Uint8Array[] = [];
  let size = 0;
  let needed = 5;
  for await (const chunk of bytes) {
    held.push(chunk);
    size += chunk.length;
    while (size >= needed) {
      const whole = joined(held, size);
      const content = new DataView(whole.buffer, whole.byteOffset).getUint32(1);
      const kind = KINDS[(whole[0] ?? 0) - 1];
      if (!kind || content > MOST_CONTENT) throw new RangeError('no frame');
      needed = content + 5;
      if (size >= needed) {
        yield { kind, content: whole.slice(5, needed) };
        held = [whole.subarray(needed)];
        size -= needed;
        needed = 5;
      } else held = [whole];
    }
  }
  if (size > 0) throw new RangeError('cut off');
}

function joined(parts: readonly Uint8Array[], size: number): Uint8Array {
  const [only] = parts;
  if (parts.length === 1 && only) return only;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
