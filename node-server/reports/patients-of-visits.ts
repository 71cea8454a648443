import { parseVisitId, visitOf, type PatientId } from '../../records/ids.js';
import type { Facility } from '../facility.js';

/** Whose visits these ids name, each patient once; ids of other things are passed over. */
export async function patientsOfVisits(facility: Facility, ids: readonly string[]): Promise<PatientId[]> {
  const visits = [...new Set(ids.map(visitOf))].filter((id) => parseVisitId(id) !== null);
  const { rows } = await facility.databases.records.allDocs({ keys: visits, include_docs: true });
  const patients = rows.flatMap((row) =>
    'doc' in row && row.doc?.type === 'visit' ? [row.doc.patient] : [],
  );
  return [...new Set(patients)];
}
