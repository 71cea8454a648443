import type { PrescriptionLine } from './care.js';
import type { DosePattern } from './dose-instruction.js';
import type { Drug, DrugCaution } from './drug.js';

export interface DayDoseFinding {
  code: 'adult-day-dose' | 'adult-day-dose-together';
  /** `each`, `day` and `most` in mg, `times` a day; `otherLine`: a line with the same substance */
  params: Record<'each' | 'times' | 'day' | 'most' | 'otherLine', number>;
}

/** A line with its drug, where the list knows it. */
export interface DrugLine {
  line: PrescriptionLine;
  drug: Drug | undefined;
}

/**
 * Compares what a line gives in a day, by itself and then together with the lines before it that hold the same
 * substance, with the most that an adult may have of it. No child gets more than that either.
 */
export function checkAdultDose(
  { line, drug }: DrugLine,
  earlier: readonly DrugLine[],
  caution: DrugCaution,
  patterns: ReadonlyMap<string, DosePattern>,
): DayDoseFinding | null {
  const most = caution.adultMgPerDay;
  const each = doseMg({ line, drug });
  if (most === null || each === null) return null;
  const times = timesInDay(line, patterns);
  const alone = round(each * times);
  const params = { each: round(each), times, most };
  if (alone > most) return { code: 'adult-day-dose', params: { ...params, day: alone, otherLine: 0 } };
  const others = earlier.filter((other) => other.drug?.generic === caution.generic);
  const before = others.reduce(
    (sum, other) => sum + (doseMg(other) ?? 0) * timesInDay(other.line, patterns),
    0,
  );
  const day = round(before + alone);
  if (before === 0 || day <= most) return null;
  const otherLine = others.at(-1)?.line.line ?? 0;
  return { code: 'adult-day-dose-together', params: { ...params, day, otherLine } };
}

/** mg at one time; null where the list does not say what a unit holds. */
function doseMg({ line: { dose }, drug }: DrugLine): number | null {
  return !drug || drug.doseMg === null || dose.unit !== drug.doseUnit ? null : dose.amount * drug.doseMg;
}

function timesInDay({ dose }: PrescriptionLine, patterns: ReadonlyMap<string, DosePattern>): number {
  return patterns.get(dose.pattern)?.perDay ?? 1;
}

/** Sums of decimal fractions carry dust: 3 × 0.1 is no more than 0.3. */
function round(mg: number): number {
  return Math.round(mg * 1000) / 1000;
}
