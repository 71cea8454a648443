import { lineageOf, type BoxId } from '../../../records/ids.js';
import type { StockMovement } from '../../../records/supply.js';
import { readIds, readKeys } from '../../store/read-records.js';
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
  for (const prefix of prefixes) ids.push(...(await readIds(database, prefix)));
  const wanted = ids
    .map((id) => ({ id, n: Number(id.slice(id.lastIndexOf(':') + 1)) }))
    .filter(({ n }) => n > afterN && n < beforeN)
    .sort((a, b) => b.n - a.n);
  const keys = wanted.slice(0, most).map(({ id }) => id);
  const found = await readKeys(database, keys);
  const movements = found.filter((record) => record.type === 'stock');
  return { movements, more: wanted.length > keys.length };
}
