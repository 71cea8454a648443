import type {
  AdmissionRecord,
  ConsultationRecord,
  DiagnosisRecord,
  DispenseRecord,
  DispenseReturnRecord,
  LabResultRecord,
  MoveRecord,
  PrescriptionRecord,
  ReferralCancelRecord,
  ReferralRecord,
  ReferralResultsRecord,
  Station,
  VisitRecord,
  VitalsRecord,
} from './care.js';
import { moveOutcome } from './check-move.js';
import type { Day } from './day.js';
import { FacilityError } from './facility-error.js';
import { parseVisitId, visitOf, type BoxId, type PatientId, type VisitId } from './ids.js';
import { viewLabOrder, type LabOrderView } from './lab-order-view.js';
import type { LedgerRecord, RecordOf, RecordType } from './ledger-record.js';
import { viewPrescriptions, type PrescriptionView } from './prescription-view.js';
import { enterQueue, moveEntry, type QueueEntry, type QueueState, type Stay } from './queue-entry.js';

/** One visit as its records tell it. Lists are in order of `n`, oldest first. */
export interface VisitView {
  visit: VisitRecord;
  id: VisitId;
  box: BoxId;
  day: Day;
  token: number;
  patient: PatientId;
  /** where the visit stands in the queue of its day */
  entry: QueueEntry;
  /** where the visit is; once closed, where it was last */
  station: Station;
  state: QueueState;
  moves: MoveRecord[];
  vitals: VitalsRecord[];
  /** the newest value of each measurement */
  latestVitals: VitalsRecord | null;
  consultations: ConsultationRecord[];
  consultation: ConsultationRecord | null;
  diagnoses: DiagnosisRecord[];
  /** in force; more than one where a second was signed without superseding the first */
  prescriptions: PrescriptionView[];
  /** the latest in force */
  prescription: PrescriptionView | null;
  superseded: PrescriptionRecord[];
  /** lines in force with something to give */
  openLines: number;
  labOrders: LabOrderView[];
  /** ordered tests without a result */
  openTests: string[];
  /** critical results in force that no doctor has acknowledged */
  unacknowledged: LabResultRecord[];
  dispenses: DispenseRecord[];
  /** what the patient brought back */
  returns: DispenseReturnRecord[];
  referrals: ReferralRecord[];
  /** what their receivers were told afterwards */
  referralResults: ReferralResultsRecord[];
  /** those of them that were taken back here; whether that holds is told by the answers, see `referral-steps.ts` */
  referralCancels: ReferralCancelRecord[];
  admissions: AdmissionRecord[];
  /** time at each station that the visit has left; minutes */
  stays: Stay[];
}

/**
 * Folds a visit from its records, given in any order; those of other visits, of unknown types and moves that
 * were not allowed are passed over. Throws `not-found` where the visit's own record is missing.
 */
export function foldVisit(records: readonly LedgerRecord[]): VisitView {
  const visit = records.find((record) => record.type === 'visit');
  const parsed = visit && parseVisitId(visit._id);
  if (!visit || !parsed) throw new FacilityError('not-found', 'The visit has no record of its own.');

  const own = records.filter((record) => visitOf(record._id) === visit._id).sort((a, b) => a.n - b.n);
  const every = <T extends RecordType>(type: T) =>
    own.filter((record): record is RecordOf<T> => record.type === type);

  const moves = every('move');
  const entry = moves.reduce(
    (before, move) => (moveOutcome(before, move) === 'allowed' ? moveEntry(before, move) : before),
    enterQueue(visit),
  );
  const vitals = every('vitals');
  const consultations = every('consultation');
  const signed = every('prescription');
  const dispenses = every('dispense');
  const returns = every('dispense-return');
  const prescriptions = viewPrescriptions(signed, dispenses, returns);
  const inForce = new Set(prescriptions.map(({ prescription }) => prescription._id));
  const results = every('lab-result');
  const acknowledgements = every('lab-ack');
  const labOrders = every('lab-order').map((order) => viewLabOrder(order, results, acknowledgements));
  const tests = labOrders.flatMap((order) => order.tests);

  return {
    visit,
    id: visit._id,
    ...parsed,
    patient: visit.patient,
    entry,
    station: entry.station,
    state: entry.state,
    moves,
    vitals,
    latestVitals: vitals.length === 0 ? null : vitals.reduce((before, latest) => ({ ...before, ...latest })),
    consultations,
    consultation: consultations.at(-1) ?? null,
    diagnoses: every('diagnosis'),
    prescriptions,
    prescription: prescriptions.at(-1) ?? null,
    superseded: signed.filter(({ _id }) => !inForce.has(_id)),
    openLines: prescriptions.flatMap(({ lines }) => lines).filter(({ open }) => open > 0).length,
    labOrders,
    openTests: tests.filter(({ status }) => status === 'ordered').map(({ test }) => test),
    unacknowledged: tests.flatMap(({ acknowledged, result }) => (acknowledged || !result ? [] : [result])),
    dispenses,
    returns,
    referrals: every('referral'),
    referralResults: every('referral-results'),
    referralCancels: every('referral-cancel'),
    admissions: every('admission'),
    stays: entry.stays,
  };
}
