import { FacilityError } from '../../records/facility-error.js';
import { patientOf, type PatientId } from '../../records/ids.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import { readRecord } from '../../records/record-schemas.js';
import { isPrivate } from '../../records/tenancy.js';
import type { Copy } from './copy.js';
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
): Promise<Copy[]> {
  if (!isPrivate(directory.find(box))) return [];
  const said = documents.filter(({ type }) => type === 'consent' || type === 'patient-amendment');
  const patients = new Set<PatientId>(said.map(({ _id }) => patientOf(_id)));
  const copies: Copy[] = [];
  for (const patient of patients) {
    const held = await couch.family(database, patient);
    // A range is read of one copy; one that was down may not have yet what the feed of another told.
    const ids = new Set(held.map(({ _id }) => _id));
    if (said.some(({ _id }) => patientOf(_id) === patient && !ids.has(_id)))
      throw new FacilityError('centre-unreachable', `A copy of ${database} is behind the others.`);
    copies.push(...routeSharedPatient(patient, held.flatMap(readable), box));
  }
  return copies;
}

/** What cannot be read is named by `routeRecord`, and says nothing here. */
function readable({ _rev, ...body }: CouchDocument): LedgerRecord[] {
  try {
    return [readRecord(body)];
  } catch {
    return [];
  }
}
