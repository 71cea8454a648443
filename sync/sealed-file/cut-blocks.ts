import { joinBytes } from '../exchange/plain-bytes.js';

/**
 * Cuts a stream of bytes into blocks, each of which says in its head how long its content is. Throws a RangeError
 * `cut off` where the last one is not whole, and what `sizeOf` throws.
 */
export async function* cutBlocks(
  bytes: AsyncIterable<Uint8Array>,
  head: number,
  /** bytes of the content behind a head */
  sizeOf: (head: Uint8Array) => number,
): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let size = 0;
  let needed = head;
  for await (const chunk of bytes) {
    held.push(chunk);
    size += chunk.length;
    while (size >= needed) {
      const [only] = held;
      const whole = held.length === 1 && only ? only : joinBytes(held);
      needed = head + sizeOf(whole.subarray(0, head));
      held = [whole];
      if (size < needed) continue;
      yield whole.slice(0, needed);
      held = [whole.subarray(needed)];
      size -= needed;
      needed = head;
    }
  }
  if (size > 0) throw new RangeError('cut off');
}
