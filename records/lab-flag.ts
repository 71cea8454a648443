import type { ResultFlag } from './care.js';
import type { Bound, LabRange, LabTest } from './lab-test.js';
import type { Sex } from './people.js';

export interface WhoseResult {
  /** null: unknown, judged as an adult */
  ageDays: number | null;
  sex: Sex;
  pregnant?: boolean;
}

export interface LabVerdict {
  flag: ResultFlag;
  /** the range that it was judged by, as printed: `12.0–15.0 g/dL`; empty where there is none */
  range: string;
  /** `question`: perhaps a typing slip; `refuse`: no value of this test */
  outcome: 'ok' | 'question' | 'refuse';
  /** why it isn't ok: `not-a-number`, `not-plausible`, `not-possible`, `unknown-answer` */
  code?: string;
  /** which side of the range a critical value lies on */
  side?: 'low' | 'high';
}

const ADULT_DAYS = 30 * 365;

/** Judges a result by the ranges for age, sex and pregnancy, or by its coded answer. */
export function flagLabResult(test: LabTest, value: number | string, whose: WhoseResult): LabVerdict {
  if (test.kind === 'coded') return flagAnswer(test, String(value));
  const range = rangeFor(test, whose);
  const text = range ? rangeText(range, test) : '';
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    return { flag: 'abnormal', range: text, outcome: 'refuse', code: 'not-a-number' };
  }
  return { ...flagNumber(value, range), range: text, ...plausibility(value, test) };
}

function flagAnswer(test: LabTest, value: string): LabVerdict {
  const answer = test.answers.find((one) => one.code === value);
  const normal = test.answers.filter((one) => one.flag === 'normal');
  const range = normal.length === 1 ? (normal[0]?.name.en ?? '') : '';
  // An answer in own words may be anything: let the doctor read it.
  if (!answer) return { flag: 'abnormal', range, outcome: 'question', code: 'unknown-answer' };
  return { flag: answer.flag, range, outcome: 'ok' };
}

function plausibility(value: number, test: LabTest): Pick<LabVerdict, 'outcome' | 'code'> {
  if (!test.plausible) return { outcome: 'ok' };
  const { low, high } = test.plausible;
  if (value < 0 || value < low / 10 || value > high * 10) return { outcome: 'refuse', code: 'not-possible' };
  if (value < low || value > high) return { outcome: 'question', code: 'not-plausible' };
  return { outcome: 'ok' };
}

function flagNumber(value: number, range: LabRange | null): Pick<LabVerdict, 'flag' | 'side'> {
  if (value < (range?.criticalLow ?? -Infinity)) return { flag: 'critical', side: 'low' };
  if (value > (range?.criticalHigh ?? Infinity)) return { flag: 'critical', side: 'high' };
  // Nothing to judge by (a newborn's bilirubin needs the age in hours): not to be called normal.
  if (!range?.low && !range?.high) return { flag: 'abnormal' };
  if (range.low && (value < range.low.value || (range.low.strict && value === range.low.value))) {
    return { flag: 'low' };
  }
  if (range.high && (value > range.high.value || (range.high.strict && value === range.high.value))) {
    return { flag: 'high' };
  }
  return { flag: 'normal' };
}

/**
 * The range for this person: one for pregnancy goes before one for everybody. Where the sex is not known (or is
 * `other`) the ranges of both are taken together, so that only what is outside both is flagged.
 */
export function rangeFor(test: LabTest, whose: WhoseResult): LabRange | null {
  const ageDays = whose.ageDays ?? ADULT_DAYS;
  const pregnant = whose.pregnant ?? false;
  const sexKnown = whose.sex === 'male' || whose.sex === 'female';
  const fitting = test.ranges.filter(
    (range) =>
      ageDays >= range.fromDays &&
      ageDays < range.toDays &&
      (range.sex === null || range.sex === whose.sex || !sexKnown) &&
      (range.pregnant === null || range.pregnant === pregnant),
  );
  const special = fitting.filter((range) => range.pregnant === true);
  const chosen = special.length > 0 ? special : fitting;
  return chosen.reduce<LabRange | null>((wide, range) => (wide ? widen(wide, range) : range), null);
}

function widen(a: LabRange, b: LabRange): LabRange {
  const lower = (x: Bound | null, y: Bound | null) => (x && y ? (x.value <= y.value ? x : y) : null);
  const upper = (x: Bound | null, y: Bound | null) => (x && y ? (x.value >= y.value ? x : y) : null);
  const outer = (x: number | null, y: number | null, pick: (...n: number[]) => number) =>
    x === null || y === null ? null : pick(x, y);
  return {
    ...a,
    sex: null,
    low: lower(a.low, b.low),
    high: upper(a.high, b.high),
    criticalLow: outer(a.criticalLow, b.criticalLow, Math.min),
    criticalHigh: outer(a.criticalHigh, b.criticalHigh, Math.max),
  };
}

function rangeText(range: LabRange, test: LabTest): string {
  const number = (bound: Bound) => bound.value.toFixed(test.decimals);
  let text = '';
  if (range.low && range.high) text = `${number(range.low)}–${number(range.high)}`;
  else if (range.low) text = `${range.low.strict ? '>' : '≥'} ${number(range.low)}`;
  else if (range.high) text = `${range.high.strict ? '<' : '≤'} ${number(range.high)}`;
  return text && test.unit ? `${text} ${test.unit}` : text;
}
