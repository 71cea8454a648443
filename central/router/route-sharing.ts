import type { Day } from '../../records/day.js';
import { facilityDatabase, patientOf, type BoxId, type PatientId } from '../../records/ids.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import type { PersonLinks } from '../../records/person-links.js';
import { isPrivate } from '../../records/tenancy.js';
import type { Copy } from './copy.js';
import { readPersonLinks } from './read-person-links.js';
import { readableRecords } from './readable-records.js';
import type { CouchDocument, RouterCouch } from './router-couch.js';
import type { RuleContext } from './rule.js';
import { routeSharedPatient } from './rules/patient.js';

/**
 * The common index's word of a private hospital's patients of whom one of these documents speaks. What is copied
 * follows from all that the hospital holds of the person now, so that a consent reaches back to what was written
 * before it, and its end too.
 */
export async function routeSharing(
  couch: RouterCouch,
  documents: readonly CouchDocument[],
  { box, directory }: RuleContext,
  today: Day,
): Promise<Copy[]> {
  if (!isPrivate(directory.find(box))) return [];
  const said = documents.filter(
    ({ type, purpose }) => type === 'patient-amendment' || (type === 'consent' && purpose === 'share'),
  );
  const patients = [...new Set(said.map(({ _id }) => patientOf(_id)))];
  if (patients.length === 0) return [];
  const { links } = await readPersonLinks(couch, patients);
  // A no counts under the person's other ids, too.
  const ids = new Set(patients.flatMap((patient) => links.everWith(patient)));
  return routeShares(couch, [...ids], { box, today, links });
}

/** The same of these patients, whatever was said of them last. */
export async function routeShares(
  couch: RouterCouch,
  patients: readonly PatientId[],
  { box, today, links }: { box: BoxId; today: Day; links: PersonLinks },
): Promise<Copy[]> {
  const held = new Map<PatientId, Promise<LedgerRecord[]>>();
  const heldOf = (id: PatientId): Promise<LedgerRecord[]> => {
    const known =
      held.get(id) ?? couch.list(facilityDatabase(box), id).then((own) => readableRecords(own ?? []));
    held.set(id, known);
    return known;
  };
  const copies: Copy[] = [];
  for (const patient of patients) {
    const records = await Promise.all(links.everWith(patient).map(heldOf));
    copies.push(...routeSharedPatient(patient, records.flat(), { box, today, links }));
  }
  return copies;
}
