import type { VisitRecord } from '../care.js';
import { moveOutcome } from '../check-move.js';
import type { Day } from '../day.js';
import { parseVisitId, type PatientId, type VisitId } from '../ids.js';
import type { LedgerRecord, RecordOf, RecordType } from '../ledger-record.js';
import type { Demographics, Sex } from '../people.js';
import { mayBePregnant, type PersonRules } from '../person-doubts.js';
import { enterQueue, moveEntry, type QueueEntry } from '../queue-entry.js';
import { ageMonths } from './age-months.js';
import { factOf, type Fact } from './fact.js';
import { READINGS } from './figure-rule.js';
import { labFacts } from './lab-facts.js';
import { medicineFacts } from './medicine-facts.js';
import { visitFamilies } from './visit-families.js';

/** What the records of a visit alone say, whoever the patient is: it changes only where a record is added to it. */
export interface RecordedVisit {
  visit: VisitId;
  day: Day;
  patient: PatientId;
  /** as the vitals say; absent where they don't */
  saidPregnant?: boolean;
  visitKind: VisitRecord['kind'];
  /** where it stood last, with the stations behind it */
  entry: QueueEntry;
  facts: Fact[];
}

/** With the patient's particulars, which may be amended long after. */
export interface VisitFacts extends RecordedVisit {
  sex: Sex;
  /** completed months on the visit's day, null where unknown */
  months: number | null;
  pregnant: boolean;
}

/**
 * What one day's records (whole visits, any order) say that can be counted, with corrections made: of a corrected
 * result the value in force counts, on the day of the first; a superseded prescription and a diagnosis that was taken
 * back count no more. A part counts on the day when it was written, the visit on the day of its token.
 */
export function recordedVisits(records: Iterable<LedgerRecord>): RecordedVisit[] {
  return [...visitFamilies(records).values()].flatMap((family) => recordedVisit(family) ?? []);
}

/** `rules`: at which ages the counter's word that somebody is pregnant is believed without the nurse's. */
export function withPerson(
  visit: RecordedVisit,
  person: Demographics | null | undefined,
  rules: PersonRules,
): VisitFacts {
  const told = person?.category === 'pregnant' && mayBePregnant(person, { today: visit.day, rules });
  return {
    ...visit,
    sex: person?.sex ?? 'unknown',
    months: ageMonths(person?.birthDate, visit.day),
    pregnant: person?.sex !== 'male' && (visit.saidPregnant ?? told),
  };
}

function recordedVisit(family: LedgerRecord[]): RecordedVisit | null {
  const visit = family.find((record) => record.type === 'visit');
  const day = visit && parseVisitId(visit._id)?.day;
  if (!visit || !day) return null;
  const every = <T extends RecordType>(type: T) =>
    family.filter((record): record is RecordOf<T> => record.type === type);

  const said = every('vitals').findLast(({ pregnant }) => pregnant !== undefined)?.pregnant;
  return {
    visit: visit._id,
    day,
    patient: visit.patient,
    ...(said === undefined ? {} : { saidPregnant: said }),
    visitKind: visit.kind,
    entry: every('move').reduce(
      (before, move) => (moveOutcome(before, move) === 'allowed' ? moveEntry(before, move) : before),
      enterQueue(visit),
    ),
    facts: [
      { ...factOf('visit', visit), day },
      ...every('vitals').flatMap((record) => [factOf('vitals', record), ...readings(record)]),
      ...every('consultation').flatMap((record) => [factOf('consultation', record), ...complaints(record)]),
      ...diagnosed(every('diagnosis')),
      ...labFacts(every('lab-order'), every('lab-result')),
      ...medicineFacts(every('prescription'), every('dispense')),
      ...every('referral').map((record) => factOf('referral', record)),
      ...every('referral-cancel').map((record) => factOf('referral-cancel', record)),
      ...every('admission').map((record) => ({
        ...factOf(record.action === 'admit' ? 'admission' : 'discharge', record),
        ...(record.outcome === undefined ? {} : { value: record.outcome }),
      })),
    ],
  };
}

/** The latest word on each diagnosis of the visit, on the day of the first. */
function diagnosed(records: RecordOf<'diagnosis'>[]): Fact[] {
  const facts = new Map<string, Fact | null>();
  for (const record of records) {
    const { code, text, ongoing } = record;
    const key = code ?? text.en.trim().toLowerCase();
    if (ongoing === false) facts.set(key, null);
    else facts.set(key, facts.get(key) ?? { ...factOf('diagnosis', record), ...(code ? { code } : {}) });
  }
  return [...facts.values()].filter((fact) => fact !== null);
}

function complaints(record: RecordOf<'consultation'>): Fact[] {
  return record.complaints.map(({ text }) => ({ ...factOf('complaint', record), code: text }));
}

function readings(record: RecordOf<'vitals'>): Fact[] {
  return READINGS.flatMap((code) => {
    const value = record[code];
    return value === undefined ? [] : [{ ...factOf('reading', record), code, value }];
  });
}
