import { ageInDays } from '../../../records/age-in-days.js';
import type { LabResultRecord, PrescriptionLine } from '../../../records/care.js';
import { hasConsent } from '../../../records/consent-fold.js';
import { FacilityError } from '../../../records/facility-error.js';
import { foldHistory, type HistoryRules, type HistoryView } from '../../../records/history-fold.js';
import type { VisitId } from '../../../records/ids.js';
import type { KnownPatient } from '../../../records/patient-directory.js';
import type { PatientView } from '../../../records/patient-fold.js';
import type { WhosePrescription } from '../../../records/prescription-check.js';
import { mayBePregnant } from '../../../records/person-doubts.js';
import { isOpen, isPresent } from '../../../records/queue-entry.js';
import { restrictionsOn } from '../../../records/restriction-fold.js';
import { foldVisit, type VisitView } from '../../../records/visit-fold.js';
import type { Facility } from '../../facility.js';
import { restrictionsOfPerson } from '../../one-person.js';
import { personConsents } from '../../person-consents.js';
import { facilityDirectory } from '../../referrals/facility-directory.js';
import { referralBook } from '../../referrals/referral-book.js';
import { loadVisits } from '../load-history.js';
import { loadPerson } from '../load-person.js';
import { listedWords } from './history-words.js';

const DAY_MS = 86_400_000;
/** A pregnancy that was last seen so long ago is over. */
const PREGNANCY_MS = 280 * DAY_MS;
/** A child's weight from before this says nothing about today's dose. */
const WEIGHT_MS = 60 * DAY_MS;

/** Everything that a doctor knows of a patient at one visit. */
export interface Chart {
  view: VisitView;
  /** the visit may still be written to */
  present: boolean;
  person: KnownPatient;
  patient: PatientView;
  /** newest first, this one too */
  visits: VisitView[];
  history: HistoryView;
  /** every result in force */
  results: LabResultRecord[];
  whose: WhosePrescription;
  pregnant: boolean;
  weight: { kg: number; at: string } | null;
  /** of the latest earlier visit that had a prescription */
  lastLines: PrescriptionLine[];
  /** something of this visit may be read by those only who treat, and the patient has not consented to its being told */
  withheld: boolean;
  /** the patient has consented to be told of to other facilities */
  mayShare: boolean;
  /** a doctor has written something down at this visit */
  signed: boolean;
  /** something may still be added to this visit */
  open: boolean;
}

/** Throws `not-found` where there is no such visit. */
export async function loadChart(facility: Facility, visit: VisitId): Promise<Chart> {
  const view = foldVisit(await facility.loadVisit(visit));
  const person = facility.patients.get(view.patient);
  if (!person) throw new FacilityError('not-found', 'The visit names a patient who is not known here.');
  const [consents, patient, others] = await Promise.all([
    personConsents(facility, view.patient),
    loadPerson(facility, view.patient),
    loadVisits(facility, view.patient),
    facilityDirectory(facility).ready(),
    referralBook(facility).ready(),
  ]);
  const visits = [view, ...others.filter(({ id }) => id !== visit)].sort((a, b) =>
    a.visit.at < b.visit.at ? 1 : -1,
  );
  const today = facility.today();
  const history = foldHistory(patient, visits, historyRules(facility));
  const present = isPresent(view.entry, today);
  const restricted = restrictionsOn(restrictionsOfPerson(facility, view.patient), view.id).length > 0;
  const mayShare = hasConsent(consents, 'share');
  const pregnant = isPregnant(person, visits, facility);
  const weight = latestWeight([view, ...visits], facility.now());
  return {
    view,
    present,
    person,
    patient,
    visits,
    history,
    results: visits.flatMap(({ labOrders }) =>
      labOrders.flatMap(({ tests }) => tests.flatMap(({ result }) => (result ? [result] : []))),
    ),
    whose: {
      ageDays: ageInDays(person.birthDate, today),
      pregnant,
      allergies: patient.allergies,
      ...(weight ? { weightKg: weight.kg } : {}),
    },
    pregnant,
    weight,
    lastLines: lastLinesOf(visits, visit),
    mayShare,
    withheld: restricted && !mayShare,
    signed: isSigned(view),
    open: present && isOpen(view.entry),
  };
}

/** What of a history is an alert today. */
export function historyRules(facility: Facility): HistoryRules {
  return {
    today: facility.today(),
    highRisk: new Set(
      [...facility.reference.diagnoses.values()]
        .filter(({ notify }) => notify.includes('HRP'))
        .map(({ code }) => code),
    ),
    highRiskDays: facility.workflow.highRiskDays,
    words: {
      drug: (code) => facility.reference.drugs.get(code)?.name,
      complaint: (text) => listedWords(facility.reference.complaints, text),
    },
  };
}

function isSigned(view: VisitView): boolean {
  const { consultations, diagnoses, prescriptions, labOrders, referrals, admissions } = view;
  return [consultations, diagnoses, prescriptions, labOrders, referrals, admissions].some(
    ({ length }) => length > 0,
  );
}

/** Number of the latest record that a doctor signed at the visit; 0 where none has. */
export function latestSigned(view: VisitView): number {
  const signed = [
    ...view.consultations,
    ...view.diagnoses,
    ...view.prescriptions.map(({ prescription }) => prescription),
    ...view.superseded,
    ...view.labOrders.map(({ order }) => order),
    ...view.referrals,
    ...view.admissions,
  ];
  return Math.max(0, ...signed.map(({ n }) => n));
}

function isPregnant(person: KnownPatient, visits: VisitView[], facility: Facility): boolean {
  if (person.sex === 'male') return false;
  const ages = { today: facility.today(), rules: facility.workflow.people };
  if (person.category === 'pregnant' && mayBePregnant(person, ages)) return true;
  const since = facility.now() - PREGNANCY_MS;
  return visits.some(
    ({ latestVitals }) => latestVitals?.pregnant === true && Date.parse(latestVitals.at) > since,
  );
}

function latestWeight(visits: VisitView[], now: number): Chart['weight'] {
  for (const { latestVitals } of visits) {
    if (latestVitals?.weightKg === undefined) continue;
    return now - Date.parse(latestVitals.at) < WEIGHT_MS
      ? { kg: latestVitals.weightKg, at: latestVitals.at }
      : null;
  }
  return null;
}

function lastLinesOf(visits: VisitView[], visit: VisitId): PrescriptionLine[] {
  const last = visits.find(({ id, prescription }) => id !== visit && prescription !== null);
  return last?.prescription?.prescription.lines ?? [];
}
