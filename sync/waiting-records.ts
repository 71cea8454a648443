import type { PushMark } from './sync-mark.js';

export interface WaitingRecords {
  count: number;
  /** when the oldest of them was written, UTC */
  oldest?: string;
}

interface Dated {
  at?: string;
}

/**
 * Own records that the centre has not confirmed, refused ones included. A record is written once, so sequences
 * count records.
 */
export async function waitingRecords(records: PouchDB.Database, mark: PushMark): Promise<WaitingRecords> {
  const { confirmed, refused } = mark;
  const { update_seq: end } = await records.info();
  const count = Math.max(0, Number(end) - confirmed) + refused.length;
  const oldest = [await firstRefused(records, mark), await firstUnsent(records, confirmed)]
    .filter((at) => at !== undefined)
    .sort()[0];
  return oldest === undefined ? { count } : { count, oldest };
}

async function firstUnsent(records: PouchDB.Database, since: number): Promise<string | undefined> {
  const { results } = await records.changes<Dated>({ since, limit: 1, include_docs: true });
  return results[0]?.doc?.at;
}

async function firstRefused(records: PouchDB.Database, { refused }: PushMark): Promise<string | undefined> {
  const keys = refused.map(({ id }) => id);
  if (keys.length === 0) return undefined;
  const { rows } = await records.allDocs<Dated>({ keys, include_docs: true });
  return rows.flatMap((row) => ('doc' in row && row.doc?.at !== undefined ? [row.doc.at] : [])).sort()[0];
}
