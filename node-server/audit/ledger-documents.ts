import { intact } from '../../records/damaged-row.js';
import type { RecordsDatabase } from '../store/databases.js';
import { storeError } from '../store/store-error.js';

const BATCH = 2_000;

/**
 * The documents of a ledger in the order in which they were written, with their revisions, deleted ones as CouchDB
 * leaves them: what an audit must see, where `readTail` gives records. Throws `store-damaged`, `store-failed`.
 */
export async function* ledgerDocuments(database: RecordsDatabase, since = 0): AsyncGenerator<object> {
  for (let from = since; ;) {
    const { results } = await database
      .changes({ since: from, limit: BATCH, include_docs: true })
      .catch((cause: unknown) => {
        throw storeError(cause);
      });
    for (const { doc, id } of results) if (doc) yield intact(doc, id);
    const last = results.at(-1);
    if (!last || results.length < BATCH) return;
    from = Number(last.seq);
  }
}

/** A sequence before the first record of this time, for a ledger whose sequences are its records' numbers. */
export async function sequenceBefore(database: RecordsDatabase, at: number): Promise<number> {
  const { update_seq: end } = await database.info();
  let low = 0;
  let high = Number(end);
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const { results } = await database.changes({ since: middle, limit: 1, include_docs: true });
    const found = results[0]?.doc?.at;
    if (found !== undefined && Date.parse(found) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
