import { visitOf, type VisitId } from '../ids.js';
import type { LedgerRecord } from '../ledger-record.js';

/** Records by the visit that they belong to, each visit's in order of `n`. */
export function visitFamilies(records: Iterable<LedgerRecord>): Map<VisitId, LedgerRecord[]> {
  const families = new Map<VisitId, LedgerRecord[]>();
  for (const record of records) {
    const visit = visitOf(record._id);
    const family = families.get(visit);
    if (family) family.push(record);
    else families.set(visit, [record]);
  }
  for (const family of families.values()) family.sort((a, b) => a.n - b.n);
  return families;
}
