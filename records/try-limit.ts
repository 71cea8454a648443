const MAX_KEYS = 2_000;

export interface TryLimitOptions {
  /** wrong tries that cost nothing */
  free: number;
  /** seconds to wait after the first try beyond; doubles with each further one */
  firstWait: number;
  /** seconds */
  longestWait: number;
  /** seconds without a try after which all is forgiven */
  forget: number;
}

/** A name: five free tries, then 10 s, 20 s, … up to five minutes. */
export const NAME_LIMIT: TryLimitOptions = { free: 5, firstWait: 10, longestWait: 300, forget: 1800 };
/** An address may be a counter that many people share. */
export const ADDRESS_LIMIT: TryLimitOptions = { ...NAME_LIMIT, free: 20 };

interface Tries {
  count: number;
  lastAt: number;
  waitUntil: number;
}

/**
 * Counts wrong tries by key (a name, an address). Times are milliseconds of a clock that never stands still or jumps
 * (`performance.now`): the box's own clock may do both, and would lock people out. Memory is bounded.
 */
export class TryLimit {
  readonly #tries = new Map<string, Tries>();

  constructor(private readonly options: TryLimitOptions) {}

  /**
   * Seconds to wait before the next try, 0 where one may go on. A try that may go on counts as wrong until
   * `right` takes it back: else many guesses at once would all pass before the first was judged.
   */
  begin(key: string, now: number): number {
    const tries = this.#recall(key, now);
    if (tries.waitUntil > now) return this.left(key, now);
    tries.count += 1;
    tries.lastAt = now;
    const beyond = tries.count - this.options.free;
    if (beyond >= 0) {
      const wait = Math.min(this.options.firstWait * 2 ** beyond, this.options.longestWait);
      tries.waitUntil = now + wait * 1000;
    }
    this.#keep(key, tries);
    return 0;
  }

  /** Seconds to wait before the next try; asking costs none. */
  left(key: string, now: number): number {
    return Math.max(0, Math.ceil((this.#recall(key, now).waitUntil - now) / 1000));
  }

  /** Somebody else takes no try for so many seconds: none is passed on meanwhile. */
  close(key: string, now: number, seconds: number): void {
    this.#keep(key, { ...this.#recall(key, now), lastAt: now, waitUntil: now + seconds * 1000 });
  }

  right(key: string): void {
    this.#tries.delete(key);
  }

  #recall(key: string, now: number): Tries {
    const known = this.#tries.get(key);
    const stale = !known || now - known.lastAt > this.options.forget * 1000;
    return stale ? { count: 0, lastAt: now, waitUntil: 0 } : known;
  }

  #keep(key: string, tries: Tries): void {
    this.#tries.delete(key);
    this.#tries.set(key, tries);
    if (this.#tries.size <= MAX_KEYS) return;
    const oldest = this.#tries.keys().next();
    if (!oldest.done) this.#tries.delete(oldest.value);
  }
}
