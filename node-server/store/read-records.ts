import type { LedgerRecord } from '../../records/ledger-record.js';
import { intact, intactId } from '../../records/damaged-row.js';
import type { RecordsDatabase } from './databases.js';

const BATCH = 5_000;

/** All records whose ids begin with `prefix`, in order of id. Throws `store-damaged`, as all here do. */
export async function readPrefix(database: RecordsDatabase, prefix: string): Promise<LedgerRecord[]> {
  const answer = await database.allDocs({ include_docs: true, startkey: prefix, endkey: `${prefix}\uffff` });
  return answer.rows.flatMap((row) => ('doc' in row && row.doc ? [bare(intact(row.doc, row.id))] : []));
}

/** The records of these ids, in their order; those that are not there are left out. */
export async function readKeys(database: RecordsDatabase, keys: string[]): Promise<LedgerRecord[]> {
  if (keys.length === 0) return [];
  const { rows } = await database.allDocs({ keys, include_docs: true });
  return rows.flatMap((row) => ('doc' in row && row.doc ? [bare(intact(row.doc, row.id))] : []));
}

/** The ids of all records whose ids begin with `prefix`, in order. */
export async function readIds(database: RecordsDatabase, prefix: string): Promise<string[]> {
  const { rows } = await database.allDocs({ startkey: prefix, endkey: `${prefix}\uffff` });
  return rows.map(({ id }) => intactId(id));
}

/** The same under several prefixes, one after the other. */
export async function readPrefixes(database: RecordsDatabase, prefixes: string[]): Promise<LedgerRecord[]> {
  const found = await Promise.all(prefixes.map((prefix) => readPrefix(database, prefix)));
  return found.flat();
}

/** A visit or a patient with all that stands under it. */
export async function readFamily(database: RecordsDatabase, id: string): Promise<LedgerRecord[]> {
  const records = await readPrefix(database, id);
  return records.filter((record) => record._id === id || record._id.startsWith(`${id}:`)).sort(byNumber);
}

/**
 * Feeds every record after the sequence `since` to `take`, in the order in which they were written. On a box
 * the sequence of its records database equals `n`: each record is one document, written once.
 */
export async function readTail(
  database: RecordsDatabase,
  since: number,
  take: (record: LedgerRecord) => void,
): Promise<void> {
  for (let from = since; ;) {
    const { results } = await database.changes({ since: from, limit: BATCH, include_docs: true });
    for (const { doc, id } of results) if (doc) take(bare(intact(doc, id)));
    const last = results.at(-1);
    if (!last || results.length < BATCH) return;
    from = Number(last.seq);
  }
}

/** The last record that was written, or null in an empty ledger. */
export function readLast(database: RecordsDatabase): Promise<LedgerRecord | null> {
  return readOne(database, { descending: true });
}

/** The first record of the ledger, or null in an empty one. */
export function readFirst(database: RecordsDatabase): Promise<LedgerRecord | null> {
  return readOne(database, { descending: false });
}

async function readOne(
  database: RecordsDatabase,
  order: { descending: boolean },
): Promise<LedgerRecord | null> {
  const { results } = await database.changes({ ...order, limit: 1, include_docs: true });
  const doc = results[0]?.doc;
  return doc ? bare(intact(doc)) : null;
}

/** The record as it was written: without PouchDB's revision, which nothing reads. */
function bare(doc: LedgerRecord & { _rev?: string }): LedgerRecord {
  delete doc._rev;
  return doc;
}

function byNumber(a: LedgerRecord, b: LedgerRecord): number {
  return a.n - b.n;
}
