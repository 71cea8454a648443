import { visitIn } from '../../records/audit-entry.js';
import type { VitalsRecord } from '../../records/care.js';
import { boxOf, firstBox, type PatientId } from '../../records/ids.js';
import { RestrictionFold, restrictionsOn } from '../../records/restriction-fold.js';
import type { Facility } from '../facility.js';

/**
 * What other facilities measured of a person, from what is kept here of their records. A visit that is restricted there
 * is left out for every reader, and so is all that came by a doctor's reason alone, which speaks for that doctor: a weight
 * to compare with is not worth opening it.
 */
export async function toldVitals(facility: Facility, patient: PatientId): Promise<VitalsRecord[]> {
  const kept = await facility.keptHistory(patient);
  if (!kept || kept.scope === null) return [];
  const restrictions = new RestrictionFold();
  for (const record of kept.records) restrictions.apply(record);
  return kept.records.filter(
    (record): record is VitalsRecord =>
      record.type === 'vitals' &&
      firstBox(boxOf(record._id) ?? '') !== firstBox(facility.box) &&
      restrictionsOn(restrictions.of(record.patient), visitIn(record) ?? null).length === 0,
  );
}
