import type { ServerScope } from 'nano';
import type { Day } from '../../records/day.js';
import type { Area } from '../area.js';
import { SUMMARIES_DATABASE } from '../centre-databases.js';
import { centreRefusal } from '../centre-refusal.js';
import { areaKey } from './area-key.js';
import type { StoredSummary } from './stored-summary.js';
import { SUMMARIES_BY_DAY } from './summaries-design.js';

/** What is out of stock, and what expires soon, by item, over the facilities of an area. */
export interface AreaStock {
  /** facilities whose summary of the day tells of their store */
  known: number;
  /** codes of the facilities that lack an item */
  out: Map<string, string[]>;
  expiring: Map<string, { units: number; facilities: string[] }>;
}

/**
 * The stores of an area as they stood when a day was over. Reads the day's summaries, one a facility: not for a state.
 * Throws `centre-unreachable`, `centre-refused`.
 */
export async function readStock(
  nano: ServerScope,
  area: Area & { district: string },
  day: Day,
): Promise<AreaStock> {
  const key = [day, ...areaKey(area)];
  const qs = { startkey: key, endkey: [...key, {}], reduce: false, include_docs: true };
  const stock: AreaStock = { known: 0, out: new Map(), expiring: new Map() };
  try {
    const answer = await nano.request({ db: SUMMARIES_DATABASE, path: SUMMARIES_BY_DAY, qs });
    for (const { doc } of (answer as { rows: { doc: StoredSummary | null }[] }).rows) {
      if (doc?.stock) add(stock, doc.facility, doc.stock);
    }
  } catch (error) {
    throw centreRefusal(error);
  }
  return stock;
}

function add(
  stock: AreaStock,
  facility: string,
  { out, expiring }: NonNullable<StoredSummary['stock']>,
): void {
  stock.known += 1;
  for (const item of out) stock.out.set(item, [...(stock.out.get(item) ?? []), facility]);
  for (const { item, units } of expiring) {
    const standing = stock.expiring.get(item) ?? { units: 0, facilities: [] };
    const facilities = new Set([...standing.facilities, facility]);
    stock.expiring.set(item, { units: standing.units + units, facilities: [...facilities] });
  }
}
