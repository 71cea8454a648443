import { replicaLetter, type BoxId } from '../../records/ids.js';
import { intact } from '../../records/damaged-row.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import { openDatabase, type RecordsDatabase } from './databases.js';
import { readFamily } from './read-records.js';

/**
 * Records that a replaced box wrote after the point at which this box took over: read only, and no part of this box's
 * ledger, whose numbers they would take twice. They come from the centre (sync/take-in-late.ts) and are folded beside
 * the ledger, so that their patients are found and their visits can be opened and gone on with.
 */
export class TakenIn {
  private constructor(readonly database: RecordsDatabase) {}

  /** Null for a facility's first box, which took over from none. */
  static async open(folder: string, box: BoxId): Promise<TakenIn | null> {
    if (replicaLetter(box) === '') return null;
    return new TakenIn(await openDatabase<LedgerRecord>(folder, 'taken-in'));
  }

  /** What came after the database's sequence `since`, in the order in which it was written, and the sequence now. */
  async readSince(since: number): Promise<{ records: LedgerRecord[]; sequence: number }> {
    const { results, last_seq: last } = await this.database.changes({ since, include_docs: true });
    const records = results.flatMap(({ doc }) => (doc ? [intact(doc as LedgerRecord)] : []));
    return { records: records.sort((a, b) => a.n - b.n), sequence: Number(last) };
  }

  family(id: string): Promise<LedgerRecord[]> {
    return readFamily(this.database, id);
  }

  close(): Promise<void> {
    return this.database.close();
  }
}
