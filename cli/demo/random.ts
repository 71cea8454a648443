/** The same numbers on every machine: the demo is made anew exactly as before. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** The same for the same words, whatever was drawn before. FNV-1a. */
  static of(...words: string[]): Random {
    let hash = 0x811c9dc5;
    for (const letter of words.join('\n')) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
    return new Random(hash);
  }

  /** Mulberry32: 0 ≤ x < 1 */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  /** About the middle more often than at the ends, rounded to `decimals`. */
  around(middle: number, spread: number, decimals = 0): number {
    const offset = (this.next() + this.next() + this.next() - 1.5) / 1.5;
    return Number((middle + offset * spread).toFixed(decimals));
  }

  pick<T>(list: readonly T[]): T {
    const item = list[Math.floor(this.next() * list.length)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  }

  /** Picks by weight. */
  weighted<T>(list: readonly T[], weight: (item: T) => number): T {
    let rest = this.next() * list.reduce((sum, item) => sum + weight(item), 0);
    for (const item of list) {
      rest -= weight(item);
      if (rest < 0) return item;
    }
    return this.pick(list);
  }
}
