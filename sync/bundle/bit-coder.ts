import { BundleError } from './bundle-error.js';

/** How likely a 0 is, of 65,536, and how often that was learnt: both sides learn alike. */
export class Chances {
  readonly zero: Uint16Array;
  readonly seen: Uint8Array;

  constructor(size: number, learnt?: Chances) {
    this.zero = learnt ? learnt.zero.slice() : new Uint16Array(size).fill(0x8000);
    this.seen = learnt ? learnt.seen.slice() : new Uint8Array(size);
  }

  learn(at: number, bit: number): void {
    const chance = this.zero[at] as number;
    const seen = this.seen[at] as number;
    const next = chance + Math.trunc(((bit === 0 ? 65_535 : 0) - chance) * (RATES[seen] as number));
    this.zero[at] = next < LEAST ? LEAST : next > 65_536 - LEAST ? 65_536 - LEAST : next;
    if (seen < SLOWEST) this.seen[at] = seen + 1;
  }
}

const LEAST = 48;
/** The first bits teach most; later ones a 40th each, so that what changes during a day is followed. */
const SLOWEST = 38;
const RATES = Array.from({ length: SLOWEST + 1 }, (_, seen) => 1 / (seen + 1.6));

/** Codes bits by their chances. While it reads, `bit` is not given and comes back. */
export interface BitCoder {
  readonly reads: boolean;
  bit(chances: Chances, at: number, bit?: number): number;
  /** the lowest `count` bits of a number below 2^31, each as likely 0 as 1 */
  even(count: number, bits?: number): number;
}

/** Learns from what it is given, and writes nothing. */
export class BitLearner implements BitCoder {
  readonly reads = false;

  bit(chances: Chances, at: number, bit = 0): number {
    chances.learn(at, bit);
    return bit;
  }

  even(_count: number, bits = 0): number {
    return bits;
  }
}

const TOP = 2 ** 24;
/** A writer leaves out so many zeros at its end. */
const MOST_ZEROS = 4;
const WORD = 2 ** 32;

/** A range coder, as G. N. N. Martin described it in 1979, with carries over bytes that are kept back. */
export class BitWriter implements BitCoder {
  readonly reads = false;
  readonly #bytes: number[] = [];
  #low = 0;
  #range = WORD - 1;
  #kept = 0;
  #keptBack = 1;

  bit(chances: Chances, at: number, bit = 0): number {
    const bound = (this.#range >>> 16) * (chances.zero[at] as number);
    if (bit === 0) this.#range = bound;
    else {
      this.#low += bound;
      this.#range -= bound;
    }
    chances.learn(at, bit);
    while (this.#range < TOP) this.#shift();
    return bit;
  }

  even(count: number, bits = 0): number {
    for (let i = count - 1; i >= 0; i -= 1) {
      this.#range = this.#range >>> 1;
      if ((bits >>> i) & 1) this.#low += this.#range;
      while (this.#range < TOP) this.#shift();
    }
    return bits;
  }

  /** The bytes, without up to four zeros at their end: a reader finds zeros behind the end. */
  end(): Uint8Array {
    // Of the numbers that mean the same, the one with most zeros at its end.
    for (let unit = TOP * 256; unit >= 1; unit /= 2) {
      const rounded = Math.ceil(this.#low / unit) * unit;
      if (rounded >= this.#low + this.#range) continue;
      this.#low = rounded;
      break;
    }
    for (let i = 0; i < 5; i += 1) this.#shift();
    let length = this.#bytes.length;
    const least = Math.max(1, length - MOST_ZEROS);
    while (length > least && this.#bytes[length - 1] === 0) length -= 1;
    // The first byte is always the 0 that was kept at the start.
    return Uint8Array.from(this.#bytes.slice(1, length));
  }

  #shift(): void {
    if (this.#low < 0xff000000 || this.#low >= WORD) {
      const carry = this.#low >= WORD ? 1 : 0;
      this.#bytes.push((this.#kept + carry) & 0xff);
      for (; this.#keptBack > 1; this.#keptBack -= 1) this.#bytes.push((0xff + carry) & 0xff);
      this.#kept = Math.floor(this.#low / TOP) & 0xff;
      this.#keptBack = 0;
    }
    this.#keptBack += 1;
    this.#low = (this.#low % TOP) * 256;
    this.#range = (this.#range * 256) % WORD;
  }
}

export class BitReader implements BitCoder {
  readonly reads = true;
  #at = 0;
  #code = 0;
  #range = WORD - 1;

  constructor(private readonly bytes: Uint8Array) {
    for (let i = 0; i < 4; i += 1) this.#code = this.#code * 256 + this.#next();
  }

  bit(chances: Chances, at: number): number {
    const bound = (this.#range >>> 16) * (chances.zero[at] as number);
    let bit = 0;
    if (this.#code < bound) this.#range = bound;
    else {
      bit = 1;
      this.#code -= bound;
      this.#range -= bound;
    }
    chances.learn(at, bit);
    while (this.#range < TOP) this.#shift();
    return bit;
  }

  even(count: number): number {
    let bits = 0;
    for (let i = 0; i < count; i += 1) {
      this.#range = this.#range >>> 1;
      bits *= 2;
      if (this.#code >= this.#range) {
        this.#code -= this.#range;
        bits += 1;
      }
      while (this.#range < TOP) this.#shift();
    }
    return bits;
  }

  /** false where bytes are left that no bit needed */
  get isAtEnd(): boolean {
    return this.#at >= this.bytes.length;
  }

  #shift(): void {
    this.#range = (this.#range * 256) % WORD;
    this.#code = (this.#code * 256 + this.#next()) % WORD;
  }

  #next(): number {
    const byte = this.bytes[this.#at] ?? 0;
    this.#at += 1;
    if (this.#at > this.bytes.length + MOST_ZEROS) throw new BundleError('damaged', 'The bundle is cut off.');
    return byte;
  }
}
