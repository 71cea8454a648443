import type { RecordsDatabase } from '../store/databases.js';
import { readLast } from '../store/read-records.js';

/**
 * The number of the first record that was written at an instant or later, in milliseconds; one more than the last where
 * none was. The box's clock never runs back, so times rise with the numbers and some twenty looks find it.
 */
export async function firstNumberFrom(database: RecordsDatabase, instant: number): Promise<number> {
  let low = 1;
  let high = ((await readLast(database))?.n ?? 0) + 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const { results } = await database.changes({ since: middle - 1, limit: 1, include_docs: true });
    const at = results[0]?.doc?.at;
    // A damaged row says no time: what follows it decides.
    if (at !== undefined && Date.parse(at) < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}
