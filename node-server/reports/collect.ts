import { addDays, type Day } from '../../records/day.js';
import type { BoxId } from '../../records/ids.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import type { RecordsDatabase } from '../store/databases.js';
import { readPrefix } from '../store/read-records.js';

/** A box's own ledger and those that it took over: for `BR1042c` also `BR1042` and `BR1042b`. */
export function ledgersOf(box: BoxId): BoxId[] {
  const [, first = box, letter = ''] = /^([A-Z]{2}\d+)([a-z]?)$/.exec(box) ?? [];
  const ledgers = [first];
  // The first replica is b: the box without a letter was the first of all.
  for (let code = 'b'.charCodeAt(0); code <= letter.charCodeAt(0); code += 1) {
    ledgers.push(`${first}${String.fromCharCode(code)}`);
  }
  return ledgers;
}

/** The records of each day's visits, whole visits with all that was added later, one day in memory at a time. */
export async function* visitDays(
  database: () => RecordsDatabase,
  box: BoxId,
  { from, to }: { from: Day; to: Day },
): AsyncGenerator<LedgerRecord[]> {
  for (let day = from; day <= to; day = addDays(day, 1)) {
    for (const ledger of ledgersOf(box)) {
      const records = await readPrefix(database(), `visit:${ledger}:${day}-`);
      if (records.length > 0) yield records;
    }
  }
}
