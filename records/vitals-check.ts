import { isOfAge, type AgeDays } from './age-days.js';
import type { VitalsRecord } from './care.js';
import type { Words } from './envelope.js';
import { toCelsius } from './temperature.js';
import type { ChangeLimit } from './vitals-change.js';

export type VitalField =
  | 'temperatureC'
  | 'pulse'
  | 'respiratoryRate'
  | 'systolic'
  | 'diastolic'
  | 'spo2'
  | 'weightKg'
  | 'heightCm'
  | 'glucose'
  | 'muacMm';

export type Range = [low: number, high: number];

/** At or below `low`, at or above `high`. `pregnant` absent: for everyone. */
export interface DangerBand extends AgeDays {
  pregnant?: boolean;
  low?: number;
  high?: number;
  level: 'danger' | 'attention';
  code: string;
  words: Words;
}

export interface VitalLimits {
  field: VitalField;
  label: Words;
  unit: string;
  decimals: number;
  /** outside: the nurse is asked */
  plausible: Range;
  /** outside: refused */
  possible: Range;
  plausibleByAge?: (AgeDays & { range: Range; source?: string })[];
  /** asked about where it differs so much from the reading before it */
  changes?: ChangeLimit[];
  /** temperature only: where a value looks like °F */
  fahrenheit?: Range;
  danger: DangerBand[];
}

export interface VitalsReference {
  fields: VitalLimits[];
  /** early-warning scores from which a patient is marked, and from which the first place is given without asking */
  news2: { attention: number; emergency: number; source: string };
  consciousness: {
    label: Words;
    choices: Record<NonNullable<VitalsRecord['consciousness']>, Words>;
    danger: Words & { code: string };
  };
}

export type EnteredVitals = Partial<Pick<VitalsRecord, VitalField | 'consciousness'>>;

export interface WhoseVitals {
  /** null: unknown, judged as an adult */
  ageDays: number | null;
  pregnant?: boolean;
}

export interface VitalCheck {
  field: VitalField;
  outcome: 'ok' | 'question' | 'refuse';
  /** why it isn't ok: `not-plausible`, `not-possible`, `looks-fahrenheit`, `diastolic-above-systolic`, `changed` */
  code?: string;
  params?: Record<string, number | string>;
}

export interface VitalFlag {
  field: VitalField | 'consciousness';
  level: 'danger' | 'attention';
  code: string;
  words: Words;
}

export interface VitalsVerdict {
  /** one for each field that was entered */
  checks: VitalCheck[];
  /** the gravest of each field */
  flags: VitalFlag[];
}

/** Questions typing slips, refuses the impossible, and flags danger by age and pregnancy. */
export function checkVitals(
  entered: EnteredVitals,
  reference: VitalsReference,
  whose: WhoseVitals,
): VitalsVerdict {
  const vitals = inTenths(entered);
  const { ageDays } = whose;
  const pregnant = whose.pregnant ?? false;
  const checks: VitalCheck[] = [];
  const flags: VitalFlag[] = [];
  for (const limits of reference.fields) {
    const value = vitals[limits.field];
    if (value === undefined) continue;
    const check = checkField(value, limits, ageDays, vitals);
    checks.push(check);
    if (check.outcome === 'refuse') continue;
    const band = gravestBand(value, limits, ageDays, pregnant);
    if (band) flags.push({ field: limits.field, level: band.level, code: band.code, words: band.words });
  }
  if (vitals.consciousness !== undefined && vitals.consciousness !== 'alert') {
    const { code, hi, en } = reference.consciousness.danger;
    flags.push({ field: 'consciousness', level: 'danger', code, words: { hi, en } });
  }
  return { checks, flags };
}

/** The temperature as its limits are written; the record keeps it finer. */
function inTenths(vitals: EnteredVitals): EnteredVitals {
  const { temperatureC } = vitals;
  return temperatureC === undefined ? vitals : { ...vitals, temperatureC: Number(temperatureC.toFixed(1)) };
}

function checkField(
  value: number,
  limits: VitalLimits,
  ageDays: number | null,
  vitals: EnteredVitals,
): VitalCheck {
  const { field } = limits;
  if (limits.fahrenheit && within(value, limits.fahrenheit)) {
    const celsius = Number(toCelsius(value).toFixed(1));
    return { field, outcome: 'refuse', code: 'looks-fahrenheit', params: { value, celsius } };
  }
  const outside = (range: Range, outcome: 'question' | 'refuse', code: string): VitalCheck => ({
    field,
    outcome,
    code,
    params: { value, low: range[0], high: range[1] },
  });
  if (!within(value, limits.possible)) return outside(limits.possible, 'refuse', 'not-possible');
  const { systolic } = vitals;
  if (field === 'diastolic' && systolic !== undefined && value >= systolic) {
    return { field, outcome: 'refuse', code: 'diastolic-above-systolic', params: { value, systolic } };
  }
  const plausible = limits.plausibleByAge?.find((band) => isOfAge(band, ageDays))?.range ?? limits.plausible;
  if (!within(value, plausible)) return outside(plausible, 'question', 'not-plausible');
  return { field, outcome: 'ok' };
}

function gravestBand(
  value: number,
  limits: VitalLimits,
  ageDays: number | null,
  pregnant: boolean,
): DangerBand | undefined {
  const rounded = Number(value.toFixed(limits.decimals));
  const met = limits.danger.filter(
    (band) =>
      isOfAge(band, ageDays) &&
      (band.pregnant === undefined || band.pregnant === pregnant) &&
      ((band.low !== undefined && rounded <= band.low) || (band.high !== undefined && rounded >= band.high)),
  );
  return met.find((band) => band.level === 'danger') ?? met[0];
}

/** NaN is within nothing. */
function within(value: number, [low, high]: Range): boolean {
  return value >= low && value <= high;
}
