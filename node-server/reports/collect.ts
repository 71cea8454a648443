import { addDays, type Day } from '../../records/day.js';
import { lineageOf, type BoxId } from '../../records/ids.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import type { RecordsDatabase } from '../store/databases.js';
import { readPrefix } from '../store/read-records.js';

/** The records of each day's visits, whole visits with all that was added later, one day in memory at a time. */
export async function* visitDays(
  database: () => RecordsDatabase,
  box: BoxId,
  { from, to }: { from: Day; to: Day },
): AsyncGenerator<LedgerRecord[]> {
  for (let day = from; day <= to; day = addDays(day, 1)) {
    for (const ledger of lineageOf(box)) {
      const records = await readPrefix(database(), `visit:${ledger}:${day}-`);
      if (records.length > 0) yield records;
    }
  }
}
