import type { Security } from './access.js';
import type { Pouch } from './pouch.js';
import { ValidationFunctions } from './validation-functions.js';
import { ViewIndexes } from './view-indexes.js';

/** One database: its PouchDB, who may use it, its validation functions, and word of each write. */
export class Database {
  /** grows with each write; a reader that saw it before reading knows whether it has missed something */
  writes = 0;
  readonly views: ViewIndexes;
  readonly #gone = new AbortController();
  readonly #waiting = new Set<() => void>();
  #queue: Promise<unknown> = Promise.resolve();
  #validation: Promise<ValidationFunctions> | null = null;

  constructor(
    readonly name: string,
    readonly pouch: Pouch,
    /** Unix seconds, as text (CouchDB's `instance_start_time`) */
    readonly created: string,
    public security: Security,
    /** hears of each write */
    private readonly onWritten: () => void = () => undefined,
  ) {
    this.views = new ViewIndexes(pouch);
  }

  /** aborted when the database is deleted or the server stops */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  /** Runs one writer at a time, so that what validation saw still stands when the write lands. */
  exclusive<T>(write: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(write);
    this.#queue = done.catch(() => undefined);
    return done;
  }

  validation(): Promise<ValidationFunctions> {
    this.#validation ??= ValidationFunctions.load(this.pouch);
    return this.#validation;
  }

  /** Tells the feeds, and forgets the validation functions where a design document may have changed. */
  written(ids: string[]): void {
    if (ids.some((id) => id.startsWith('_design/'))) this.#validation = null;
    this.writes += 1;
    for (const wake of [...this.#waiting]) wake();
    // Local documents are no news of a database.
    if (ids.some((id) => !id.startsWith('_local/'))) this.onWritten();
  }

  /** Waits until something was written after `seen`, or `ms` have passed, or `signal` is aborted. */
  async change(seen: number, ms: number, signal: AbortSignal): Promise<'written' | 'time' | 'stopped'> {
    if (signal.aborted) return 'stopped';
    if (this.writes !== seen) return 'written';
    return new Promise((resolve) => {
      const finish = (outcome: 'written' | 'time' | 'stopped'): void => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', stop);
        resolve(outcome);
      };
      const wake = (): void => finish('written');
      const stop = (): void => finish('stopped');
      const timer = setTimeout(() => finish('time'), ms);
      this.#waiting.add(wake);
      signal.addEventListener('abort', stop);
    });
  }

  endFeeds(): void {
    this.#gone.abort();
  }

  /** Ends the feeds and lets the writer in progress finish. */
  async retire(): Promise<void> {
    this.endFeeds();
    await this.#queue;
  }
}
