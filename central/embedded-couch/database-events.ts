import { readSequence, sequenceText } from './sequence.js';

export type DatabaseEvent = 'created' | 'updated' | 'deleted';

/** CouchDB gathers for half a second; long enough that nobody counts on hearing at once. */
const LATE_MS = 50;

/**
 * What became of each database last (`_db_updates`), told late and together, as CouchDB does. In memory: after a start
 * every database counts as updated, so that whoever comes with an older sequence misses nothing.
 */
export class DatabaseEvents {
  #last = 0;
  readonly #events = new Map<string, { type: DatabaseEvent; seq: number }>();
  readonly #waiting = new Set<() => void>();
  /** not told yet */
  readonly #fresh = new Map<string, DatabaseEvent>();

  note(name: string, type: DatabaseEvent): void {
    if (this.#fresh.size === 0) setTimeout(() => this.#tell(), LATE_MS).unref();
    this.#fresh.set(name, type);
  }

  #tell(): void {
    for (const [name, type] of this.#fresh) {
      // The latest of each, in the order of the sequence.
      this.#events.delete(name);
      this.#events.set(name, { type, seq: (this.#last += 1) });
    }
    this.#fresh.clear();
    for (const wake of [...this.#waiting]) wake();
  }

  since(since: string): { results: object[]; last_seq: string } {
    const asked = since === 'now' ? this.#last : readSequence(since);
    // A sequence of before the start is larger, or means nothing any more.
    const from = asked > this.#last ? 0 : asked;
    const results = [...this.#events]
      .filter(([, { seq }]) => seq > from)
      .map(([name, { type, seq }]) => ({ db_name: name, type, seq: sequenceText(seq) }));
    return { results, last_seq: sequenceText(this.#last) };
  }

  /** Waits for the next event, so long at most. */
  async next(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(finish);
        signal.removeEventListener('abort', finish);
        resolve();
      };
      const timer = setTimeout(finish, ms);
      this.#waiting.add(finish);
      signal.addEventListener('abort', finish);
    });
  }
}
