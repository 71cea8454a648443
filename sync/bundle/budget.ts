import { BundleError } from './bundle-error.js';
import type { BundleLimits } from './byte-reader.js';

/** What decoding may still make and how long it may still take. */
export class Budget {
  #values: number;
  readonly #until: number;

  constructor(
    readonly limits: BundleLimits,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#values = limits.values;
    this.#until = now() + limits.ms;
  }

  /** Counts what is about to be made: values, and the characters of texts. */
  spend(values: number): void {
    this.#values -= values;
    if (this.#values < 0) throw new BundleError('large', 'The bundle holds more values than a bundle may.');
  }

  /** Called once for each record. */
  checkTime(): void {
    if (this.now() > this.#until) throw new BundleError('large', 'The bundle takes too long to decode.');
  }

  checkDepth(depth: number): void {
    if (depth > this.limits.depth)
      throw new BundleError('large', 'The bundle nests deeper than a bundle may.');
  }
}
