import { blockKeys, comparedPerson } from '../../../records/duplicates/compared-person.js';
import { countedWords } from '../../../records/duplicates/name-shares.js';
import { firstBox, parsePatientId, patientOf, type BoxId, type PatientId } from '../../../records/ids.js';
import type { RecordOf } from '../../../records/ledger-record.js';
import type { Demographics } from '../../../records/people.js';
import { PATIENTS_DATABASE } from '../../centre-databases.js';
import type { Copy } from '../copy.js';
import type { CouchDocument } from '../router-couch.js';
import type { Rule } from '../rule.js';

/** What of a person the common index knows: by what two registrations are compared, and nothing of their health. */
const KNOWN = [
  'name',
  'sex',
  'birthDate',
  'birthDateEstimated',
  'mobile',
  'relative',
  'village',
  'abha',
  'abhaAddress',
] as const satisfies (keyof Demographics)[];
type Known = (typeof KNOWN)[number];

/** A patient in the common index. A document without a name waits for the patient's own record, which is on its way. */
export interface IndexedPatient extends Partial<Pick<Demographics, Known>> {
  type: 'patient';
  /** where they were registered */
  box: BoxId;
  /** two who may be one share at least one of these: see `blockKeys` */
  keys: string[];
  /** by which it is counted how common names and villages are: see `countedWords` */
  words?: string[];
  /** facilities that hold records of them */
  facilities: string[];
  /** of each field the time and record of its latest word: so the order in which words come does not matter */
  said: Partial<Record<Known, string>>;
}

type Told = Partial<Record<Known, unknown>>;

/** A registration, and each correction wherever it was made. Private houses keep their patients to themselves. */
export const routePatient: Rule<RecordOf<'patient'> | RecordOf<'patient-amendment'>> = (
  record,
  { box, directory },
) => {
  const { _id, at, type } = record;
  const patient = patientOf(_id);
  const told: Told = type === 'patient' ? fieldsOf(record) : record.set;
  return directory.find(box)?.tenant === undefined ? [patientCopy(patient, box, told, `${at} ${_id}`)] : [];
};

/** That a facility holds records of somebody who was registered elsewhere. */
export const routeForeignVisit: Rule<RecordOf<'visit'>> = ({ patient }, { box, directory }) => {
  return directory.find(box)?.tenant === undefined ? [patientCopy(patient, box, {}, '')] : [];
};

function patientCopy(patient: PatientId, box: BoxId, told: Told, by: string): Copy {
  const home = parsePatientId(patient)?.box ?? box;
  const empty: IndexedPatient = { type: 'patient', box: home, keys: [], facilities: [], said: {} };
  const join = (standing: IndexedPatient): Record<string, unknown> => ({
    ...joined(standing, box, told, by),
  });
  return {
    database: PATIENTS_DATABASE,
    id: patient,
    body: join(empty),
    merge: (standing: CouchDocument) => join(standing as unknown as IndexedPatient),
  };
}

function fieldsOf(record: RecordOf<'patient'>): Told {
  return Object.fromEntries(KNOWN.map((field) => [field, record[field] ?? null]));
}

/** The later word on each field counts; null takes it away. */
function joined(standing: IndexedPatient, box: BoxId, told: Told, by: string): IndexedPatient {
  const { said, ...rest } = standing;
  const next: IndexedPatient = { ...rest, said: { ...said } };
  for (const field of KNOWN) {
    const value = told[field];
    if (value === undefined || (said[field] ?? '') >= by) continue;
    next.said[field] = by;
    if (value === null) delete next[field];
    else Object.assign(next, { [field]: value });
  }
  next.facilities = [...new Set([...standing.facilities, firstBox(box)])].sort();
  if (next.name !== undefined) {
    const person = comparedPerson({ ...next, name: next.name, sex: next.sex ?? 'unknown' });
    next.keys = blockKeys(person).sort();
    next.words = countedWords(person).sort();
  }
  return next;
}
