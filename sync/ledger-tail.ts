import type { LedgerRecord } from '../records/ledger-record.js';

/** Records that are read at once. */
const PAGE = 1_000;

/** What was written after a sequence, in order, with the sequence of each; `doc` is missing where it cannot be read. */
export async function* ledgerTail(
  records: PouchDB.Database,
  after: number,
): AsyncGenerator<{ seq: number; doc: LedgerRecord | undefined }> {
  for (let since = after; ;) {
    const { results } = await records.changes<LedgerRecord>({ since, limit: PAGE, include_docs: true });
    for (const { doc, seq } of results) {
      since = Number(seq);
      yield { seq: since, doc };
    }
    if (results.length < PAGE) return;
  }
}
