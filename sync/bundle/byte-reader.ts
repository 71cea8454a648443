import { BundleError } from './bundle-error.js';

/** What a bundle may grow to while it is decoded: a small file must not fill the memory. */
export interface BundleLimits {
  /** bytes of the columns, unpacked */
  bytes: number;
  /** unpacked bytes to one packed byte: runs of equal values pack well, but not without end */
  ratio: number;
  records: number;
  /** values and characters of all records together, repeated ones as often as they stand there */
  values: number;
  /** objects and lists inside one another */
  depth: number;
  /** milliseconds that decoding may take */
  ms: number;
}

export const BUNDLE_LIMITS: BundleLimits = {
  bytes: 64 * 1024 * 1024,
  ratio: 2_000,
  records: 100_000,
  values: 32 * 1024 * 1024,
  depth: 32,
  ms: 20_000,
};

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Reads what ByteWriter wrote; never beyond the end, and never more values than the limits allow. */
export class ByteReader {
  #at = 0;
  #values: number;

  constructor(
    readonly source: Uint8Array,
    readonly limits: BundleLimits,
  ) {
    this.#values = limits.values;
  }

  get left(): number {
    return this.source.length - this.#at;
  }

  /** Counts what is about to be made. */
  spend(values: number): void {
    this.#values -= values;
    if (this.#values < 0) throw new BundleError('large', 'The bundle holds more values than a bundle may.');
  }

  byte(): number {
    return this.bytes(1)[0] ?? 0;
  }

  count(): number {
    let value = 0;
    let scale = 1;
    for (let i = 0; i < 8; i += 1) {
      const byte = this.byte();
      value += (byte % 0x80) * scale;
      if (byte < 0x80) {
        if (!Number.isSafeInteger(value)) break;
        return value;
      }
      scale *= 0x80;
    }
    throw new BundleError('damaged', 'A number of the bundle is too large.');
  }

  /** How many things come now: each takes memory, whether or not it takes a byte. */
  size(): number {
    const value = this.count();
    this.spend(value);
    return value;
  }

  double(): number {
    const bytes = this.bytes(8);
    return new DataView(bytes.buffer, bytes.byteOffset).getFloat64(0, true);
  }

  bytes(length: number): Uint8Array {
    if (length > this.left) throw new BundleError('damaged', 'The bundle is cut off.');
    const from = this.#at;
    this.#at += length;
    return this.source.subarray(from, this.#at);
  }

  text(bytes = this.count()): string {
    this.spend(bytes);
    return decoder.decode(this.bytes(bytes));
  }
}
