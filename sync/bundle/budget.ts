import { BundleError } from './bundle-error.js';
import type { BundleLimits } from './byte-reader.js';

/** A bundle of any size may hold so many values. */
const FREE = 1_000_000;
/** Looks at the clock each time so many values were spent. */
const LOOK_EVERY = 10_000;

/** Values and characters that a bundle of so many bytes may hold: few bytes can foretell many, but not without end. */
export function mostValues(bytes: number, { values, ratio }: BundleLimits): number {
  return Math.min(values, FREE + (bytes * ratio) / 4);
}

/** What decoding may still make and how long it may still take. */
export class Budget {
  #values: number;
  #nextLook: number;
  readonly #until: number;

  constructor(
    readonly limits: BundleLimits,
    bytes: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#values = mostValues(bytes, limits);
    this.#nextLook = this.#values;
    this.#until = now() + limits.ms;
  }

  /** Counts what is about to be made: values, and the characters of texts. */
  spend(values: number): void {
    this.#values -= values;
    if (this.#values < 0) throw new BundleError('large', 'The bundle holds more values than a bundle may.');
    if (this.#values > this.#nextLook) return;
    this.#nextLook = this.#values - LOOK_EVERY;
    if (this.now() > this.#until) throw new BundleError('large', 'The bundle takes too long to decode.');
  }

  checkDepth(depth: number): void {
    if (depth > this.limits.depth)
      throw new BundleError('large', 'The bundle nests deeper than a bundle may.');
  }
}
