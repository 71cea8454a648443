import type { ResultFlag, VisitRecord } from '../care.js';
import { moveOutcome } from '../check-move.js';
import type { Day } from '../day.js';
import type { Envelope } from '../envelope.js';
import { parseVisitId, type PatientId, type VisitId } from '../ids.js';
import type { LedgerRecord, RecordOf, RecordType } from '../ledger-record.js';
import type { Demographics, Sex } from '../people.js';
import { enterQueue, moveEntry, type QueueEntry } from '../queue-entry.js';
import { ageMonths } from './age-months.js';
import type { FactKind } from './figure-rule.js';
import { IndianHours } from './indian-hour.js';
import { visitFamilies } from './visit-families.js';

/** One thing that can be counted, on the Indian day and hour on which it happened. */
export interface Fact {
  kind: FactKind;
  /** the record that says so */
  id: string;
  day: Day;
  /** 0 to 23 */
  hour: number;
  clockUncertain: boolean;
  /** ICD-10 code, test or drug */
  code?: string;
  /** a test's answer or number, the outcome of a discharge */
  value?: number | string;
  flag?: ResultFlag;
  /** units of a line */
  units?: number;
}

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

export function withPerson(visit: RecordedVisit, person: Demographics | null | undefined): VisitFacts {
  return {
    ...visit,
    sex: person?.sex ?? 'unknown',
    months: ageMonths(person?.birthDate, visit.day),
    pregnant: visit.saidPregnant ?? person?.category === 'pregnant',
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
      ...every('vitals').map((record) => factOf('vitals', record)),
      ...diagnosed(every('diagnosis')),
      ...tested(every('lab-order'), every('lab-result')),
      ...prescribed(every('prescription')),
      ...every('dispense').flatMap((record) =>
        record.lines.map(({ drug, quantity }) => ({
          ...factOf('dispensed', record),
          code: drug,
          units: quantity,
        })),
      ),
      ...every('referral').map((record) => factOf('referral', record)),
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

function tested(orders: RecordOf<'lab-order'>[], results: RecordOf<'lab-result'>[]): Fact[] {
  const byId = new Map(results.map((result) => [result._id, result]));
  const corrected = new Set(results.map(({ corrects }) => corrects));
  const inForce = results.filter(({ _id }) => !corrected.has(_id));
  const done = inForce.map((result): Fact => {
    const { _id, test, value, flag } = result;
    return { ...factOf('test', firstOf(result, byId)), id: _id, code: test, value, flag };
  });
  const answered = new Set(inForce.map(({ order, test }) => `${order} ${test}`));
  const open = orders.flatMap((order) =>
    [...new Set(order.tests)]
      .filter((test) => !answered.has(`${order._id} ${test}`))
      .map((code): Fact => ({ ...factOf('pending-test', order), code })),
  );
  return [...done, ...open];
}

/** The first result of a chain of corrections. */
function firstOf(
  result: RecordOf<'lab-result'>,
  byId: Map<string, RecordOf<'lab-result'>>,
): RecordOf<'lab-result'> {
  let first = result;
  for (let steps = byId.size; steps > 0; steps -= 1) {
    const before = byId.get(first.corrects ?? '');
    if (!before) break;
    first = before;
  }
  return first;
}

function prescribed(records: RecordOf<'prescription'>[]): Fact[] {
  const superseded = new Set(records.map(({ supersedes }) => supersedes));
  return records
    .filter(({ _id }) => !superseded.has(_id))
    .flatMap((record) =>
      record.lines.map(({ drug, quantity }) => ({
        ...factOf('prescribed', record),
        ...(drug === undefined ? {} : { code: drug }),
        units: quantity,
      })),
    );
}

const hours = new IndianHours();

function factOf(kind: FactKind, { _id, at, clockUncertain }: Envelope): Fact {
  return { kind, id: _id, ...hours.find(at), clockUncertain: clockUncertain === true };
}
