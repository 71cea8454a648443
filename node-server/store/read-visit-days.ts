import { addDays, type Day } from '../../records/day.js';
import { lineageOf, type BoxId } from '../../records/ids.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import type { RecordsDatabase } from './databases.js';
import { readPrefix } from './read-records.js';

/**
 * The records of each day's visits, whole visits with all that was added later, those of boxes that this one took over
 * from among them; one day of one box at a time. `database` is asked anew for each, for it may be opened anew meanwhile.
 */
export async function* readVisitDays(
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
