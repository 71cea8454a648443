import type { Day } from '../../records/day.js';
import { FacilityError } from '../../records/facility-error.js';
import { facilityDatabase, patientOf, type BoxId, type PatientId } from '../../records/ids.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import type { PersonLinks } from '../../records/person-links.js';
import { isPrivate } from '../../records/tenancy.js';
import type { Copy } from './copy.js';
import { readPersonLinks } from './read-person-links.js';
import { readableRecords } from '../readable-records.js';
import type { CouchDocument, RouterCouch } from './router-couch.js';
import type { RuleContext } from './rule.js';
import type { ToldRecords } from './told-records.js';
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
  { today, told }: { today: Day; told: ToldRecords },
): Promise<Copy[]> {
  if (!isPrivate(directory.find(box))) return [];
  const said = documents.filter(
    ({ type, purpose }) => type === 'patient-amendment' || (type === 'consent' && purpose === 'share'),
  );
  const patients = [...new Set(said.map(({ _id }) => patientOf(_id)))];
  if (patients.length === 0) return [];
  const { links } = await readPersonLinks(couch, patients);
  const news = said.map(({ _id }) => _id);
  told.take(facilityDatabase(box), news);
  // A no counts under the person's other ids, too.
  const ids = new Set(patients.flatMap((patient) => links.everWith(patient)));
  return routeShares(couch, [...ids], { box, today, links, told, news });
}

interface Sharing {
  box: BoxId;
  today: Day;
  links: PersonLinks;
  /** what the feeds of ledgers have told of */
  told?: ToldRecords;
  /** ids of those that were told just now */
  news?: readonly string[];
}

/** The same of these patients, whatever was said of them last. Throws `centre-unreachable` where the ledger lacks what was told just now. */
export async function routeShares(
  couch: RouterCouch,
  patients: readonly PatientId[],
  { box, today, links, told, news = [] }: Sharing,
): Promise<Copy[]> {
  const held = new Map<PatientId, Promise<LedgerRecord[]>>();
  const read = async (id: PatientId): Promise<LedgerRecord[]> => {
    const database = facilityDatabase(box);
    const own = (await couch.list(database, id)) ?? [];
    // A range is read of one copy; one that was down may not have yet what the feed of another told. By id a majority is asked.
    const known = new Set(own.map(({ _id }) => _id));
    const lacking = (told?.of(database, id) ?? []).filter((one) => !known.has(one));
    const found = lacking.length > 0 ? ((await couch.fetch(database, lacking)) ?? []) : [];
    const later = found.flatMap((one) => (one && one['_deleted'] !== true ? [one] : []));
    for (const { _id } of later) known.add(_id);
    if (news.some((one) => patientOf(one) === id && !known.has(one)))
      throw new FacilityError('centre-unreachable', `A copy of ${database} is behind the others.`);
    return readableRecords([...own, ...later]);
  };
  const heldOf = (id: PatientId): Promise<LedgerRecord[]> => {
    const known = held.get(id) ?? read(id);
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
