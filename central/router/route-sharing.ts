import type { Day } from '../../records/day.js';
import { patientOf, type PatientId } from '../../records/ids.js';
import { isPrivate } from '../../records/tenancy.js';
import type { Copy } from './copy.js';
import { readableRecords } from './readable-records.js';
import type { CouchDocument, RouterCouch } from './router-couch.js';
import type { RuleContext } from './rule.js';
import { routeSharedPatient } from './rules/patient.js';

/**
 * The common index's word of a private hospital's patients of whom one of these documents speaks. What is copied
 * follows from all that the hospital holds of the patient now, so that a consent reaches back to what was written
 * before it, and its end too.
 */
export async function routeSharing(
  couch: RouterCouch,
  database: string,
  documents: readonly CouchDocument[],
  { box, directory }: RuleContext,
  today: Day,
): Promise<Copy[]> {
  if (!isPrivate(directory.find(box))) return [];
  const said = documents.filter(({ type }) => type === 'consent' || type === 'patient-amendment');
  const patients = new Set<PatientId>(said.map(({ _id }) => patientOf(_id)));
  const copies: Copy[] = [];
  for (const patient of patients) {
    const held = await couch.family(database, patient);
    copies.push(...routeSharedPatient(patient, readableRecords(held), { box, today }));
  }
  return copies;
}
