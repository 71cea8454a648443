import { visitIn } from '../audit-entry.js';
import { isoDate, type Day } from '../day.js';
import { parseVisitId } from '../ids.js';
import type { LedgerRecord } from '../ledger-record.js';

export interface HistoryBounds {
  /** characters of JSON */
  most: number;
  /** visits of that day and before are not whole */
  after?: Day;
}

export interface CutHistory {
  /** what stands under the patient, then whole visits, the newest first */
  records: LedgerRecord[];
  /** day after which all visits are there, where older ones were left out: `2019-03-02` */
  from: string | null;
}

/** A history of bounded size: all that stands under the patient, then the newest days, each with all its visits. */
export function cutHistory(
  records: readonly LedgerRecord[],
  { most, after = '' }: HistoryBounds,
): CutHistory {
  const days = new Map<Day, LedgerRecord[]>();
  const kept: LedgerRecord[] = [];
  for (const record of records) {
    const day = parseVisitId(visitIn(record) ?? '')?.day;
    if (day === undefined) kept.push(record);
    else days.set(day, [...(days.get(day) ?? []), record]);
  }
  let size = sizeOf(kept);
  for (const [day, own] of [...days].sort(([a], [b]) => (a < b ? 1 : -1))) {
    size += sizeOf(own);
    if (size > most || day <= after) return { records: kept, from: isoDate(day) };
    kept.push(...own);
  }
  return { records: kept, from: after === '' ? null : isoDate(after) };
}

function sizeOf(records: readonly LedgerRecord[]): number {
  return records.reduce((sum, record) => sum + JSON.stringify(record).length, 0);
}
