import { parseVisitId, visitOf, type PatientId } from '../../records/ids.js';
import type { Facility } from '../facility.js';
import { readKeys } from '../store/read-records.js';

/** Whose visits these ids name, each patient once; ids of other things are passed over. */
export async function patientsOfVisits(facility: Facility, ids: readonly string[]): Promise<PatientId[]> {
  const visits = [...new Set(ids.map(visitOf))].filter((id) => parseVisitId(id) !== null);
  const found = await readKeys(facility.databases.records, visits);
  const patients = found.flatMap((record) => (record.type === 'visit' ? [record.patient] : []));
  return [...new Set(patients)];
}
