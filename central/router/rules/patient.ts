import type { Day } from '../../../records/day.js';
import { firstBox, parsePatientId, patientOf, type BoxId, type PatientId } from '../../../records/ids.js';
import type { LedgerRecord, RecordOf } from '../../../records/ledger-record.js';
import type { Ties } from '../../../records/person-consents.js';
import { isShared, sharingWord } from '../../../records/tenancy.js';
import { PATIENTS_DATABASE } from '../../centre-databases.js';
import type { Copy } from '../copy.js';
import type { CouchDocument } from '../router-couch.js';
import type { Rule } from '../rule.js';
import { joined, withdrawn, withoutEnded, wordOf, type IndexedPatient } from './indexed-patient.js';

/** A registration, and each correction wherever it was made. */
export const routePatient: Rule<RecordOf<'patient'> | RecordOf<'patient-amendment'>> = (record, { box }) => [
  patientCopy(patientOf(record._id), box, (standing) => joined(standing, box, wordOf(record))),
];

/** That a facility holds records of somebody who was registered elsewhere. */
export const routeForeignVisit: Rule<RecordOf<'visit'>> = ({ patient }, { box }) => [
  patientCopy(patient, box, (standing) => joined(standing, box)),
];

export interface SharingContext {
  box: BoxId;
  today: Day;
  links: Ties;
}

/**
 * A private hospital's patient stands in the common index as long as the patient wants it, with what that hospital
 * says of them; afterwards without.
 * @param records as the hospital holds them, under all ids that ever were the patient's
 */
export function routeSharedPatient(
  patient: PatientId,
  records: readonly LedgerRecord[],
  { box, today, links }: SharingContext,
): Copy[] {
  const { everGiven, share } = sharingWord(records, { patient, links });
  if (!everGiven) return [];
  const words = records
    .filter((record) => record.type === 'patient' || record.type === 'patient-amendment')
    .filter(({ _id }) => patientOf(_id) === patient)
    .map(wordOf);
  const code = firstBox(box);
  return [
    patientCopy(patient, box, (standing) => {
      if (!share || !isShared(share, today)) return withdrawn(standing, code);
      const known = words.reduce((entry, word) => joined(entry, box, word), joined(standing, box));
      return { ...known, shared: { ...known.shared, [code]: share } };
    }),
  ];
}

/** A patient of a facility that is private from now on, and who was never asked: the index forgets what it said. */
export function routeClosedPatient(patient: PatientId, box: BoxId): Copy {
  return ifIndexed(patient, (standing) => withdrawn(standing, firstBox(box)));
}

/** The consents of a patient that are over on a day share nothing any more. */
export function routeEndedShares(patient: PatientId, today: Day): Copy {
  return ifIndexed(patient, (standing) => withoutEnded(standing, today));
}

function ifIndexed(patient: PatientId, change: (standing: IndexedPatient) => IndexedPatient): Copy {
  return {
    ...{ database: PATIENTS_DATABASE, id: patient, body: null },
    merge: (standing: CouchDocument) => ({ ...change(standing as unknown as IndexedPatient) }),
  };
}

function patientCopy(
  patient: PatientId,
  box: BoxId,
  change: (standing: IndexedPatient) => IndexedPatient,
): Copy {
  const home = parsePatientId(patient)?.box ?? box;
  const empty: IndexedPatient = { type: 'patient', box: home, keys: [], facilities: [], said: {} };
  return {
    database: PATIENTS_DATABASE,
    id: patient,
    body: { ...change(empty) },
    merge: (standing: CouchDocument) => ({ ...change(standing as unknown as IndexedPatient) }),
  };
}
