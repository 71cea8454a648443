import { BundleError } from './bundle-error.js';
import { Chances, type BitCoder } from './bit-coder.js';

/** Bit lengths whose numbers are learnt one by one; of longer ones only the first bits. */
const WHOLE = 7;
const FIRST_BITS = 3;
const LONGEST = 53;
/** where each bit length's chances begin */
const BEGINS = Array.from({ length: LONGEST + 1 }, (_, length) => {
  let at = LONGEST + 1;
  for (let shorter = 1; shorter < length; shorter += 1) at += 1 << (shorter <= WHOLE ? shorter : FIRST_BITS);
  return at;
});
const SIZE = (BEGINS[LONGEST] ?? 0) + (1 << FIRST_BITS);

/** Learns how whole numbers from 0 to 2^53 - 2 are spread: their bit length, then the bits behind the first. */
export class IntegerModel {
  private readonly chances: Chances;

  constructor(learnt?: IntegerModel) {
    this.chances = new Chances(SIZE, learnt?.chances);
  }

  /** Writes the number, or reads one where none is given. */
  code(coder: BitCoder, number?: number): number {
    const chances = this.chances;
    const raised = (number ?? 0) + 1;
    let length = 0;
    if (coder.reads) {
      while (length < LONGEST && coder.bit(chances, length) === 1) length += 1;
      if (length >= LONGEST) throw new BundleError('damaged', 'A number of the bundle is too large.');
    } else {
      const own = bitLength(raised);
      while (length < own) {
        coder.bit(chances, length, 1);
        length += 1;
      }
      coder.bit(chances, length, 0);
    }
    const begin = BEGINS[length] as number;
    const learnt = length <= WHOLE ? length : FIRST_BITS;
    let node = 1;
    let left = length;
    for (let i = 0; i < learnt; i += 1) {
      left -= 1;
      const bit = Math.floor(raised / 2 ** left) % 2;
      node =
        node * 2 + (coder.reads ? coder.bit(chances, begin + node) : coder.bit(chances, begin + node, bit));
    }
    let value = node;
    while (left > 0) {
      const count = Math.min(left, 16);
      left -= count;
      const bits = Math.floor(raised / 2 ** left) % 2 ** count;
      value = value * 2 ** count + (coder.reads ? coder.even(count) : coder.even(count, bits));
    }
    return value - 1;
  }
}

/** Bits behind the first one. */
function bitLength(raised: number): number {
  return raised < 2 ** 31 ? 31 - Math.clz32(raised) : 31 + bitLength(Math.floor(raised / 2 ** 31));
}

/** Small numbers of either sign become small whole numbers. */
export function folded(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

export function unfolded(count: number): number {
  return count % 2 === 0 ? count / 2 : -(count + 1) / 2;
}
