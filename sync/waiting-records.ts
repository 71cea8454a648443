import type { PushMark } from './sync-mark.js';

export interface WaitingRecords {
  count: number;
  /** when the oldest of them was written, UTC */
  oldest?: string;
}

interface Dated {
  at?: string;
}

/** Counts what waits at a centre's door, write after write. */
export class WaitingCount {
  /** the first record after a confirmed sequence: it stays the first until more is confirmed */
  #first: { after: number; at: string } | null = null;

  /**
   * Own records that the centre has not confirmed, refused ones included. A record is written once, so sequences
   * count records.
   */
  async of(records: PouchDB.Database, mark: PushMark): Promise<WaitingRecords> {
    const { confirmed, refused, ahead = [] } = mark;
    const { update_seq: end } = await records.info();
    const count = Math.max(0, Number(end) - confirmed - ahead.length) + refused.length;
    const oldest = [await firstRefused(records, mark), await this.#firstUnsent(records, confirmed)]
      .filter((at) => at !== undefined)
      .sort()[0];
    return oldest === undefined ? { count } : { count, oldest };
  }

  async #firstUnsent(records: PouchDB.Database, after: number): Promise<string | undefined> {
    if (this.#first?.after === after) return this.#first.at;
    const { results } = await records.changes<Dated>({ since: after, limit: 1, include_docs: true });
    const at = results[0]?.doc?.at;
    this.#first = at === undefined ? null : { after, at };
    return at;
  }
}

async function firstRefused(records: PouchDB.Database, { refused }: PushMark): Promise<string | undefined> {
  const keys = refused.map(({ id }) => id);
  if (keys.length === 0) return undefined;
  const { rows } = await records.allDocs<Dated>({ keys, include_docs: true });
  return rows.flatMap((row) => ('doc' in row && row.doc?.at !== undefined ? [row.doc.at] : [])).sort()[0];
}
