import type { LedgerRecord } from '../records/ledger-record.js';
import { readRecord } from '../records/record-schemas.js';

/**
 * Documents of a ledger as records, as they were written. What this version cannot read is left out: it keeps nothing
 * else back, and the router names it (`routeRecord`).
 */
export function readableRecords(documents: Iterable<object | null | undefined>): LedgerRecord[] {
  return [...documents].flatMap((document) => {
    if (!document) return [];
    const { _rev, ...record } = document as { _rev?: string };
    try {
      readRecord(record);
      return [record as LedgerRecord];
    } catch {
      return [];
    }
  });
}
