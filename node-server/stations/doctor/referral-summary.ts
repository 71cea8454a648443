import type { Complaint, PrescriptionLine, ReferralSummary, VitalsRecord } from '../../../records/care.js';
import { doseInstruction } from '../../../records/dose-instruction.js';
import { isSevere, onePerSubstance } from '../../../records/one-per-substance.js';
import type { Demographics } from '../../../records/people.js';
import { MOST_TOLD, pendingTests, toldResults } from '../../../records/told-results.js';
import type { Facility } from '../../facility.js';
import type { Chart } from './chart.js';
import type { SignedContent } from './read-content.js';

/** What is about to be signed beside what stands at the visit. */
export type SignedNow = Pick<SignedContent, 'consultation' | 'diagnoses'> & {
  medicines: PrescriptionLine[];
  /** codes of what is ordered */
  tests: string[];
};

export const NOTHING_NEW: SignedNow = { consultation: null, diagnoses: [], medicines: [], tests: [] };

const MOST_ALLERGIES = 40;

/**
 * What the receiver of a referral needs, as it stands at the visit. Of what a law protects nothing is told without the
 * patient's consent: findings and medicines are left out, vitals and allergies stay.
 * @param closing the visit is closed to others in the same moment
 */
export function referralSummary(
  facility: Facility,
  chart: Chart,
  now: SignedNow,
  closing = false,
): ReferralSummary {
  const { view, person, patient, withheld, mayShare } = chart;
  const vitals = view.latestVitals && readings(view.latestVitals);
  const known = onePerSubstance(patient.allergies).slice(0, MOST_ALLERGIES);
  const allergies = known.map(({ substance }) => substance);
  const severeAllergies = known.filter(isSevere).map(({ substance }) => substance);
  const summary: ReferralSummary = {
    person: told(person),
    ...(vitals && Object.keys(vitals).length > 0 && { vitals }),
    ...(allergies.length > 0 && { allergies }),
    ...(severeAllergies.length > 0 && { severeAllergies }),
  };
  if (withheld || (closing && !mayShare)) return { ...summary, withheld: true };
  const complaints = [...view.consultations, ...(now.consultation ? [now.consultation] : [])].flatMap(
    (consultation) => consultation.complaints.map(complaint),
  );
  const lines = now.medicines.length > 0 ? now.medicines : (view.prescription?.prescription.lines ?? []);
  const diagnoses = [...view.diagnoses, ...now.diagnoses]
    .filter(({ ongoing }) => ongoing !== false)
    .map(({ code, text }) => ({ ...(code !== undefined && { code }), text }));
  const medicines = lines.map((line) => medicine(line, facility));
  const telling = { mayShare, test: (code: string) => facility.reference.labTests.get(code) };
  const results = toldResults(view, telling).slice(-MOST_TOLD);
  const pending = pendingTests([...view.openTests, ...now.tests], telling).slice(0, MOST_TOLD);
  return {
    ...summary,
    ...(complaints.length > 0 && { complaints: [...new Set(complaints)].slice(0, 20) }),
    ...(diagnoses.length > 0 && { diagnoses: diagnoses.slice(0, 40) }),
    ...(medicines.length > 0 && { medicines: medicines.slice(0, 60) }),
    ...(results.length > 0 && { results }),
    ...(pending.length > 0 && { pending }),
  };
}

function told(person: Demographics): ReferralSummary['person'] {
  const { name, sex, birthDate, birthDateEstimated, relative, village, mobile } = person;
  return {
    ...{ name, sex },
    ...(birthDate !== undefined && { birthDate }),
    ...(birthDateEstimated !== undefined && { birthDateEstimated }),
    ...(relative && { relative }),
    ...(village !== undefined && { village }),
    ...(mobile !== undefined && { mobile }),
  };
}

const READINGS = [
  ...(['temperatureC', 'pulse', 'respiratoryRate', 'systolic', 'diastolic'] as const),
  ...(['spo2', 'weightKg', 'glucose', 'pregnant', 'onOxygen', 'consciousness'] as const),
];

function readings(vitals: VitalsRecord): NonNullable<ReferralSummary['vitals']> {
  const measured = READINGS.filter((field) => vitals[field] !== undefined);
  return Object.fromEntries(measured.map((field) => [field, vitals[field]]));
}

function complaint({ text, duration }: Complaint): string {
  return (duration === undefined ? text : `${text} (${duration} दिन)`).slice(0, 200);
}

function medicine({ drug, name, dose }: PrescriptionLine, { reference }: Facility): string {
  const listed = drug === undefined ? undefined : reference.drugs.get(drug);
  const named = [listed?.generic ?? name, listed?.strength].filter((part) => part).join(' ');
  return `${named}, ${doseInstruction(dose, reference.doses).printed} × ${dose.days} दिन`.slice(0, 300);
}
