import type { BoxId } from '../../../records/ids.js';
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
  const prefix = `stock:${box}:${item}:`;
  const { rows } = await database.allDocs({ startkey: prefix, endkey: `${prefix}\uffff` });
  const numbers = rows
    .map(({ id }) => Number(id.slice(prefix.length)))
    .filter((n) => n > afterN && n < beforeN)
    .sort((a, b) => b - a);
  const keys = numbers.slice(0, most).map((n) => `${prefix}${n}`);
  const found = keys.length === 0 ? { rows: [] } : await database.allDocs({ keys, include_docs: true });
  const movements = found.rows.flatMap((row) => ('doc' in row && row.doc?.type === 'stock' ? [row.doc] : []));
  return { movements, more: numbers.length > keys.length };
}
