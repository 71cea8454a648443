import { lineageOf, type BoxId } from '../../../records/ids.js';
import type { StockMovement } from '../../../records/supply.js';
import type { RecordsDatabase } from '../../store/databases.js';

export interface MovementsQuery {
  /** records with a greater number only */
  afterN?: number;
  /** records with a smaller number only */
  beforeN?: number;
  /** the latest so many */
  most?: number;
}

/**
 * An item's movements as the ledger holds them, newest first. Ids end with the record's number, which does not sort
 * as text, so the ids are read first and only the wanted records after.
 */
export async function readMovements(
  database: RecordsDatabase,
  box: BoxId,
  item: string,
  { afterN = 0, beforeN = Infinity, most = Infinity }: MovementsQuery = {},
): Promise<{ movements: StockMovement[]; more: boolean }> {
  const prefixes = lineageOf(box).map((one) => `stock:${one}:${item}:`);
  const ids: string[] = [];
  for (const prefix of prefixes) {
    const { rows } = await database.allDocs({ startkey: prefix, endkey: `${prefix}\uffff` });
    ids.push(...rows.map(({ id }) => id));
  }
  const wanted = ids
    .map((id) => ({ id, n: Number(id.slice(id.lastIndexOf(':') + 1)) }))
    .filter(({ n }) => n > afterN && n < beforeN)
    .sort((a, b) => b.n - a.n);
  const keys = wanted.slice(0, most).map(({ id }) => id);
  const found = keys.length === 0 ? { rows: [] } : await database.allDocs({ keys, include_docs: true });
  const movements = found.rows.flatMap((row) => ('doc' in row && row.doc?.type === 'stock' ? [row.doc] : []));
  return { movements, more: wanted.length > keys.length };
}
