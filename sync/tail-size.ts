import type { LedgerRecord } from '../records/ledger-record.js';
import { encodeBundle } from './bundle.js';
import type { PushMark } from './sync-mark.js';

/** Records that are packed to see how many bytes they make; a longer tail is reckoned from these. */
const SAMPLE = 1_000;
/** Packing costs a good part of a second on a small box. */
const AGAIN_AFTER_MS = 15_000;

/** How many bytes the waiting records make, packed as they travel. */
export class TailSize {
  #known: { key: string; at: number; bytes: number; count: number } | null = null;

  constructor(
    readonly records: PouchDB.Database,
    readonly now: () => number,
  ) {}

  /** @param count records that wait */
  async of({ confirmed, ahead = [] }: PushMark, count: number): Promise<number> {
    if (count === 0) return 0;
    const key = `${confirmed} ${count}`;
    const known = this.#known;
    if (known?.key === key) return known.bytes;
    if (known && Math.abs(this.now() - known.at) < AGAIN_AFTER_MS)
      return Math.round((known.bytes / known.count) * count);
    const { results } = await this.records.changes<LedgerRecord>({
      since: confirmed,
      limit: SAMPLE,
      include_docs: true,
    });
    const documents = results.flatMap(({ doc }) => (doc && !ahead.includes(doc.n) ? [doc] : []));
    if (documents.length === 0) return 0;
    const { length } = await encodeBundle(documents);
    const bytes = Math.round((length / documents.length) * count);
    this.#known = { key, at: this.now(), bytes, count };
    return bytes;
  }
}
