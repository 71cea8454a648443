import { BundleError } from './bundle-error.js';
import type { ByteReader } from './byte-reader.js';
import { unfolded } from './integer-model.js';

const PLAIN = 0;
const STEPS = 1;
const EQUAL_STEPS = 2;

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

function whole(value: number): number {
  if (Number.isSafeInteger(value)) return value;
  throw new BundleError('damaged', 'An integer of the bundle is too large.');
}
