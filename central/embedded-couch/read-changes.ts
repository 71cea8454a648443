import type { ChangesQuery } from './changes-query.js';
import type { Database } from './database.js';
import { sequenceText } from './sequence.js';

/** One read of the changes: rows as CouchDB writes them, and where the next read starts. */
export interface ChangesPage {
  rows: object[];
  last: number;
  /** more may be there already */
  full: boolean;
  /** changes after `last`; an upper bound, as CouchDB's is with a filter */
  pending: number;
}

/** Rows in memory at a time. */
const PAGE = 500;

export async function readChanges(
  database: Database,
  query: ChangesQuery,
  since: number,
  wanted: number,
): Promise<ChangesPage> {
  // Read first: PouchDB's own last_seq stays behind where a filter lets nothing through.
  const upTo = Number((await database.pouch.info()).update_seq);
  // Descending is one read from the end; CouchDB passes over `since` there.
  const limit = query.descending ? wanted : Math.min(PAGE, wanted);
  const { results, last_seq: lastSeq } = await database.pouch.changes({
    ...query.options,
    since,
    descending: query.descending,
    ...(limit === Infinity ? {} : { limit }),
  });
  const full = !query.descending && results.length === limit;
  const last = full ? Number(lastSeq) : Math.max(upTo, since);
  const rows = results.map(({ seq, id, changes, deleted, doc }) => ({
    seq: sequenceText(seq),
    id,
    changes,
    ...(deleted ? { deleted } : {}),
    ...(doc ? { doc } : {}),
  }));
  return { rows, last, full: full && results.length < wanted, pending: Math.max(upTo - last, 0) };
}
