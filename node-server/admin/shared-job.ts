import { setTimeout as pause } from 'node:timers/promises';
import type { Job, Progress } from '../../records/progress.js';

/** How often a follower is told, milliseconds. */
const EVERY = 100;

/** A job that one party runs; others may look how far it is, go away and come again, and cancel it. */
export class SharedJob<T> {
  /** null where it was cancelled */
  readonly over: Promise<T | null>;
  #isOver = false;
  #isCancelled = false;
  #settle: { resolve: (outcome: T | null) => void; reject: (error: unknown) => void };

  constructor(
    private readonly job: Job<T>,
    private latest: Progress,
  ) {
    this.#settle = { resolve: () => undefined, reject: () => undefined };
    this.over = new Promise((resolve, reject) => (this.#settle = { resolve, reject }));
    // Nobody need wait for it.
    this.over.catch(() => undefined);
  }

  get progress(): Progress {
    return this.latest;
  }

  /** Runs it, a step for each that is taken; ended early, it is cancelled. */
  async *run(): Job<T | null> {
    let outcome: T | null = null;
    try {
      for (;;) {
        const step = await this.job.next();
        if (step.done) return (outcome = step.value);
        if (this.#isCancelled) return null;
        this.latest = step.value;
        yield step.value;
      }
    } catch (error) {
      this.#settle.reject(error);
      throw error;
    } finally {
      // Cleaned up before anybody hears that it is over.
      await this.job.return(undefined as never);
      this.#isOver = true;
      this.#settle.resolve(outcome);
    }
  }

  /** Tells how far it is, from now on to its end; ended early, it goes on. */
  async *follow(): Job<T | null> {
    const settled = this.over.catch(() => undefined);
    while (!this.#isOver) {
      yield this.latest;
      await Promise.race([settled, pause(EVERY, undefined, { ref: false })]);
    }
    return this.over;
  }

  /** Ends it early; resolves when it has cleaned up. */
  async cancel(): Promise<void> {
    this.#isCancelled = true;
    await this.over.catch(() => undefined);
  }
}
