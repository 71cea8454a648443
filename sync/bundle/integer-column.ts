import { BundleError } from './bundle-error.js';
import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';

/** Integers within ±LARGEST are kept exactly: the difference of any two still fits a number. */
export const LARGEST = 2 ** 50;

const PLAIN = 0;
const STEPS = 1;
const EQUAL_STEPS = 2;

/** Writes integers as they are or as steps from one to the next, whichever is shorter. */
export function writeIntegers(out: ByteWriter, values: readonly number[]): void {
  const steps = values.map((value, i) => value - (values[i - 1] ?? 0));
  const [first = 0, second = 0, ...rest] = steps;
  if (values.length > 2 && rest.every((step) => step === second)) {
    out.byte(EQUAL_STEPS);
    out.count(folded(first));
    out.count(folded(second));
    return;
  }
  const better = cost(steps) < cost(values);
  out.byte(better ? STEPS : PLAIN);
  for (const value of better ? steps : values) out.count(folded(value));
}

export function readIntegers(from: ByteReader, length: number): number[] {
  from.spend(length);
  const kind = from.byte();
  if (kind === EQUAL_STEPS) {
    const first = unfolded(from.count());
    const step = unfolded(from.count());
    return Array.from({ length }, (_, i) => whole(first + step * i));
  }
  if (kind !== PLAIN && kind !== STEPS) throw new BundleError('damaged', 'Unknown kind of integers.');
  // Each takes a byte at least: known before the room for them is taken.
  if (length > from.left) throw new BundleError('damaged', 'The bundle is cut off.');
  const values = new Array<number>(length);
  let last = 0;
  for (let i = 0; i < length; i += 1) {
    const value = unfolded(from.count());
    last = kind === STEPS ? whole(last + value) : value;
    values[i] = last;
  }
  return values;
}

/** Small numbers of either sign become small counts. */
function folded(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

function unfolded(count: number): number {
  return count % 2 === 0 ? count / 2 : -(count + 1) / 2;
}

function whole(value: number): number {
  if (Number.isSafeInteger(value)) return value;
  throw new BundleError('damaged', 'An integer of the bundle is too large.');
}

function cost(values: readonly number[]): number {
  let bytes = 0;
  let last = NaN;
  for (const value of values) {
    const count = folded(value);
    // What repeats costs the compressor next to nothing.
    bytes += value === last ? 0.1 : count < 0x80 ? 1 : count < 0x4000 ? 2 : count < 0x200000 ? 3 : 5;
    last = value;
  }
  return bytes;
}
