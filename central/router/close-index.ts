import type { Day } from '../../records/day.js';
import { facilityDatabase, patientOf, type BoxId, type PatientId } from '../../records/ids.js';
import { applyCopies } from './apply-copies.js';
import { pagesOf } from './pages-of.js';
import { readPersonLinks } from './read-person-links.js';
import { routeShares } from './route-sharing.js';
import type { CouchDocument, RouterCouch } from './router-couch.js';
import { routeClosedPatient } from './rules/patient.js';

const ASKED = { type: 'consent', purpose: 'share' };
const SPEAKING = { type: { $in: ['patient', 'patient-amendment', 'visit'] } };

/**
 * A facility has become private: what the common index knows by its word is taken out, but of patients who share it.
 * Goes through its own ledger once. Done twice, or broken off and begun anew, it comes to the same.
 */
export async function closeIndex(
  couch: RouterCouch,
  { box, today }: { box: BoxId; today: Day },
): Promise<void> {
  const database = facilityDatabase(box);
  const asked = new Set<PatientId>();
  for await (const documents of pagesOf(couch, database, ASKED))
    for (const { _id } of documents) asked.add(patientOf(_id));
  for await (const documents of pagesOf(couch, database, SPEAKING)) {
    const never = new Set(documents.flatMap(patientIn).filter((patient) => !asked.has(patient)));
    await applyCopies(
      couch,
      [...never].map((patient) => routeClosedPatient(patient, box)),
    );
  }
  for (const patient of asked) {
    const { links } = await readPersonLinks(couch, [patient]);
    const shared = await routeShares(couch, [patient], { box, today, links });
    await applyCopies(couch, shared.length > 0 ? shared : [routeClosedPatient(patient, box)]);
  }
}

function patientIn({ _id, type, patient }: CouchDocument): PatientId[] {
  if (type !== 'visit') return [patientOf(_id)];
  return typeof patient === 'string' ? [patient] : [];
}
