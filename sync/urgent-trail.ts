import type { LedgerRecord } from '../records/ledger-record.js';
import { ledgerTail } from './ledger-tail.js';
import { readNamedMark, writeNamedMark, type PushMark } from './sync-mark.js';

/** Confirmations whose time is kept: weeks of a health centre's urgent records. */
const KEPT = 500;
const MARK = 'nadi-urgent';

/** Where an urgent record stands. `at`: when the centre confirmed it, UTC; absent where that was too long ago. */
export type Travel = { state: 'waiting' | 'refused' } | { state: 'confirmed'; at?: string };

/** What is said of the urgent records altogether. */
export interface UrgentCount {
  waiting: number;
  /** the latest that the centre confirmed, UTC */
  lastAt?: string;
}

export interface UrgentTrailOptions {
  records: PouchDB.Database;
  isUrgent: (record: LedgerRecord) => boolean;
  /** milliseconds since 1970 */
  now: () => number;
}

/** What became of each urgent record, whichever way it travels: it waits, or the centre confirmed it, and when. */
export class UrgentTrail {
  #mark: PushMark = { centre: '', confirmed: 0, refused: [] };
  #seen = 0;
  /** as of the last look; null: it is not known yet what the centre has */
  #confirmed: number | null = null;
  /** confirmed before this process began, some of them at a time that nobody kept */
  #before = new Set<number>();
  readonly #waiting = new Map<number, string>();
  readonly #times = new Map<number, string>();
  #looking: Promise<void> = Promise.resolve();

  constructor(readonly options: UrgentTrailOptions) {}

  /** The mark itself, not a copy: it moves while records travel. */
  async follow(mark: PushMark): Promise<void> {
    this.#mark = mark;
    this.#seen = mark.confirmed;
    this.#confirmed = mark.confirmed;
    this.#before = new Set(mark.ahead);
    const kept = await readNamedMark<{ centre: string; times: [number, string][] }>(
      this.options.records,
      MARK,
    );
    if (kept?.centre !== mark.centre) return;
    for (const [n, at] of kept.times) this.#times.set(n, at);
  }

  /** Looks at what was written and confirmed since; one look at a time. */
  look(): Promise<void> {
    return (this.#looking = this.#looking.catch(() => undefined).then(() => this.#look()));
  }

  get count(): UrgentCount {
    const lastAt = [...this.#times.values()].sort().at(-1);
    return { waiting: this.#waiting.size, ...(lastAt === undefined ? {} : { lastAt }) };
  }

  /** Where a record stands; null where it is not urgent. */
  of(record: LedgerRecord): Travel | null {
    if (!this.options.isUrgent(record)) return null;
    const { confirmed, ahead = [], refused } = this.#mark;
    if (refused.some(({ id }) => id === record._id)) return { state: 'refused' };
    if (record.n > confirmed && !ahead.includes(record.n)) return { state: 'waiting' };
    const at = this.#times.get(record.n);
    return { state: 'confirmed', ...(at === undefined ? {} : { at }) };
  }

  async #look(): Promise<void> {
    if (this.#confirmed === null) return;
    const { records, isUrgent } = this.options;
    // The centre has lost what it had confirmed: all of that waits again.
    if (this.#mark.confirmed < this.#confirmed) this.#seen = this.#mark.confirmed;
    this.#confirmed = this.#mark.confirmed;
    for await (const { doc, seq } of ledgerTail(records, this.#seen)) {
      this.#seen = seq;
      if (doc && !this.#before.has(doc.n) && isUrgent(doc)) this.#waiting.set(doc.n, doc._id);
    }
    await this.#settle();
  }

  async #settle(): Promise<void> {
    const { records, now } = this.options;
    const { confirmed, ahead = [], refused, centre } = this.#mark;
    const gone = [...this.#waiting].filter(
      ([n, id]) => (n <= confirmed || ahead.includes(n)) && !refused.some((one) => one.id === id),
    );
    if (gone.length === 0) return;
    const at = new Date(now()).toISOString();
    for (const [n] of gone) {
      this.#waiting.delete(n);
      this.#times.set(n, at);
    }
    for (const n of [...this.#times.keys()].slice(0, -KEPT)) this.#times.delete(n);
    await writeNamedMark(records, MARK, { centre, times: [...this.#times] });
  }
}
