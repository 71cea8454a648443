/** What is borne before a connection counts as dead, in milliseconds. */
export interface Patience {
  /** until TCP has connected: a fresh attempt finds a line that is back sooner than the kernel's retries */
  connectMs: number;
  /** until TLS is agreed */
  secureMs: number;
  /** without a byte from the gateway, which speaks at least every three seconds */
  silenceMs: number;
  /** the same in the middle of a bundle, whose bytes it acknowledges three times a second */
  unansweredMs: number;
  /** while only single bytes come, or the word that the gateway is there: longer than its CouchDB is given */
  idleTalkMs: number;
  /** without progress over however many connections: the rest is the next cycle's */
  withoutProgressMs: number;
}

export const PATIENCE: Patience = {
  connectMs: 4_000,
  secureMs: 8_000,
  silenceMs: 7_000,
  unansweredMs: 5_000,
  idleTalkMs: 180_000,
  withoutProgressMs: 60_000,
};

/** So many bytes are progress, whatever they say: the part of a long frame on a slow line. */
const PART = 1_024;
/** Looked at so often, in milliseconds. */
const LOOK_MS = 500;

/** Notices when nothing comes through a connection any more, long before the kernel would. */
export class SilenceWatch {
  readonly #timer: NodeJS.Timeout;
  #moved = performance.now();
  #read = -1;
  #allowed: number;
  #busy = 0;
  #awaited = false;
  #progressed = performance.now();
  #counted = 0;

  /** @param bytesRead from the gateway so far, null where there is no connection yet */
  constructor(
    readonly patience: Patience,
    readonly bytesRead: () => number | null,
    readonly onSilence: () => void,
  ) {
    this.#allowed = patience.silenceMs;
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
  }

  /** From now on so much is borne. */
  allow(ms: number): void {
    this.#moved = performance.now();
    this.#allowed = ms;
  }

  /** While it runs, silence is this side's. */
  async busy<T>(work: () => Promise<T>): Promise<T> {
    this.#busy += 1;
    try {
      return await work();
    } finally {
      this.#busy -= 1;
      this.#moved = performance.now();
      this.progress();
    }
  }

  /** The gateway has said something that moves the exchange on. */
  progress(): void {
    this.#progressed = performance.now();
  }

  awaits(soon: boolean): void {
    // The time begins with the bytes that wait for an answer.
    if (soon && !this.#awaited) this.#moved = performance.now();
    this.#awaited = soon;
  }

  end(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const read = this.bytesRead();
    if (read !== null && (read !== this.#read || this.#busy > 0)) {
      this.#read = read;
      this.#moved = performance.now();
    }
    if (read !== null && (read - this.#counted >= PART || this.#busy > 0)) {
      this.#counted = read;
      this.progress();
    }
    if (performance.now() - this.#progressed > this.patience.idleTalkMs) return this.onSilence();
    const allowed = this.#awaited ? Math.min(this.patience.unansweredMs, this.#allowed) : this.#allowed;
    if (performance.now() - this.#moved > allowed) this.onSilence();
  }
}
