import { intact } from '../../records/damaged-row.js';

/** What a comparison reads of a record. */
export interface StoredRecord {
  _id: string;
  _rev: string;
  n: number;
  at: string;
}

const PAGE = 2_000;

/** The records after one sequence up to another, in order, with their sequences. Throws `store-damaged`. */
export async function* readRun(
  records: PouchDB.Database,
  after: number,
  upTo = Infinity,
): AsyncGenerator<{ sequence: number; record: StoredRecord }> {
  for (let since = after; since < upTo;) {
    const limit = Math.min(PAGE, upTo - since);
    const { results } = await records.changes<StoredRecord>({ since, limit, include_docs: true });
    for (const { seq, id, doc } of results) if (doc) yield { sequence: Number(seq), record: intact(doc, id) };
    const last = results.at(-1);
    if (!last) return;
    since = Number(last.seq);
  }
}
