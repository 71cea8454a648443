import type {
  ConsultationRecord,
  DiagnosisRecord,
  LabResultRecord,
  PrescriptionLine,
  VitalsRecord,
} from '../../records/care.js';
import { addDays, isoDate, type Day } from '../../records/day.js';
import { courseQuantity } from '../../records/dose-instruction.js';
import type { Envelope } from '../../records/envelope.js';
import { flagLabResult } from '../../records/lab-flag.js';
import type { Reference } from '../../templates/reference.js';
import type { DemoDrug, DemoReason } from './demo-data.js';
import type { DemoPerson } from './households.js';
import type { Random } from './random.js';

type Drawn<R> = Omit<R, keyof Envelope | 'patient' | 'order'>;

/** Vitals that fit a person's age and what brings him. */
export function drawVitals(person: DemoPerson, reason: DemoReason, random: Random): Drawn<VitalsRecord> {
  const { age, sex, pregnant } = person;
  const child = age < 12;
  const fever = random.chance(reason.fever);
  const pressure = reason.code === 'I10' ? 26 : 0;
  return {
    temperatureC: fever ? random.around(38.6, 0.8, 1) : random.around(36.8, 0.4, 1),
    pulse: random.around(child ? 104 : 80, 14) + (fever ? 10 : 0),
    respiratoryRate: random.around(child ? 24 : 17, 3),
    spo2: random.between(96, 99),
    weightKg: random.around(weightOf(age, sex), child ? 2 : 9, 1),
    ...(child
      ? {}
      : { systolic: random.around(122 + pressure, 14), diastolic: random.around(78 + pressure / 2, 8) }),
    ...(reason.code === 'E11.9' ? { glucose: random.around(190, 80) } : {}),
    ...(pregnant ? { pregnant: true } : {}),
    consciousness: 'alert',
  };
}

function weightOf(age: number, sex: string): number {
  if (age < 12) return 4 + age * 2.3;
  return sex === 'female' ? 49 : 57;
}

export const drawDiagnosis = {
  consultation(
    reason: DemoReason,
    reference: Reference,
    day: Day,
    random: Random,
  ): Drawn<ConsultationRecord> {
    const complaints = reason.complaints.map((code) => ({
      text: named(reference.complaints, code).name.hi,
      duration: random.between(1, 6),
    }));
    const advice = reason.advice.map((code) => named(reference.advice, code).name.hi);
    return {
      complaints,
      ...(advice.length > 0 ? { advice } : {}),
      ...(reason.followUp ? { followUp: isoDate(addDays(day, reason.followUp)) } : {}),
    };
  },
  diagnosis({ code, ongoing, tests }: DemoReason, reference: Reference): Drawn<DiagnosisRecord> {
    return {
      code,
      text: named(reference.diagnoses, code).name,
      certainty: tests ? 'provisional' : 'confirmed',
      ...(ongoing ? { ongoing } : {}),
    };
  },
};

/** The same for the same person and reason: the pharmacist reads what the doctor wrote. */
export function drawPrescription(
  person: DemoPerson,
  reason: DemoReason,
  reference: Reference,
): PrescriptionLine[] {
  const drugs = person.age < 12 ? (reason.child ?? reason.drugs) : reason.drugs;
  return drugs.map((drug, index) => prescribe(drug, index + 1, reference));
}

function prescribe(
  [code, pattern, amount, days, food]: DemoDrug,
  line: number,
  reference: Reference,
): PrescriptionLine {
  const drug = named(reference.drugs, code);
  const dose = { pattern, amount, unit: drug.doseUnit, days, food };
  const quantity = courseQuantity(dose, named(reference.dosePatterns, pattern), drug);
  return { line, drug: code, name: drug.name.en, dose, quantity };
}

/** A result that is mostly in its range; now and then one that the doctor must hear of at once. */
export function drawResult(
  code: string,
  person: DemoPerson,
  reference: Reference,
  random: Random,
): Drawn<LabResultRecord> {
  const test = named(reference.labTests, code);
  const whose = { ageDays: person.age * 365 + 180, sex: person.sex, pregnant: person.pregnant };
  const value = test.kind === 'coded' ? drawAnswer(test.answers, random) : drawNumber(code, person, random);
  const { flag, range } = flagLabResult(test, value, whose);
  return { test: code, value, flag, ...(test.unit ? { unit: test.unit } : {}), ...(range ? { range } : {}) };
}

function drawAnswer(answers: { code: string; flag: string }[], random: Random): string {
  return random.weighted(answers, ({ flag }) => (flag === 'normal' ? 30 : 1)).code;
}

function drawNumber(code: string, { sex }: DemoPerson, random: Random): number {
  if (code === 'HB')
    return random.chance(0.03)
      ? random.around(6.4, 0.4, 1)
      : random.around(sex === 'female' ? 10.8 : 12.6, 2, 1);
  return random.around(180, 90);
}

/** Codes of the demo's data must stand in the lists. */
function named<T>(list: ReadonlyMap<string, T>, code: string): T {
  const found = list.get(code);
  if (!found) throw new Error(`The demo names ${code}, which is in no list.`);
  return found;
}
