import { visitIn } from '../audit-entry.js';
import type { PatientId } from '../ids.js';
import type { LedgerRecord } from '../ledger-record.js';
import { RestrictionFold, restrictionsOn } from '../restriction-fold.js';

export interface OpenRecords {
  records: LedgerRecord[];
  /** something restricted was left out: that it was is told, what it was is not */
  leftOut: boolean;
}

/**
 * What of a person's records may be read elsewhere without a word on what is restricted: the visits that no
 * restriction covers, and of the rest who it is and allergies, by which a medicine may harm. The restrictions
 * themselves name what they hide, so they stay.
 */
export function openRecords(records: readonly LedgerRecord[], patients: readonly PatientId[]): OpenRecords {
  const fold = new RestrictionFold();
  for (const record of records) fold.apply(record);
  const restrictions = patients.flatMap((patient) => fold.of(patient));
  const open = records.filter((record) => {
    if (record.type === 'restriction') return false;
    const visit = visitIn(record);
    return visit === undefined || restrictionsOn(restrictions, visit).length === 0;
  });
  return { records: open, leftOut: restrictions.length > 0 };
}
