import type { Dose } from './care.js';
import type { DosePattern } from './dose-instruction.js';
import type { Drug, DrugCaution } from './drug.js';

export interface ChildDoseFinding {
  code: 'child-dose' | 'child-day-dose' | 'too-young' | 'weight-needed';
  /** doses in mg, weight in kg, age in months */
  params: Record<string, string | number>;
}

const CHILD_UNTIL_DAYS = 12 * 365.25;
const MONTH_DAYS = 30.4375;
/** Spoons and half tablets can't be exact: what is over by less isn't worth a word. */
const TOLERANCE = 1.05;

/** Compares a child's dose with the limits per kg, per day, and for age that the caution list gives. */
export function checkChildDose(
  dose: Dose,
  drug: Drug,
  caution: DrugCaution,
  whose: { ageDays: number | null; weightKg?: number },
  patterns: ReadonlyMap<string, DosePattern>,
): ChildDoseFinding[] {
  const { ageDays, weightKg } = whose;
  if (ageDays === null) return [];
  const found: ChildDoseFinding[] = [];
  const least = caution.minAgeMonths;
  if (least !== null && ageDays < Math.floor(least * MONTH_DAYS)) {
    found.push({ code: 'too-young', params: { drug: drug.generic, months: least } });
  }
  if (ageDays >= CHILD_UNTIL_DAYS || drug.doseMg === null || dose.unit !== drug.doseUnit) return found;

  const perDose = dose.amount * drug.doseMg;
  const perDay = perDose * (patterns.get(dose.pattern)?.perDay ?? 1);
  const byWeight = caution.childMgPerKgDose !== null || caution.childMgPerKgDay !== null;
  if (byWeight && weightKg === undefined) {
    found.push({ code: 'weight-needed', params: { drug: drug.generic } });
  }
  const kg = weightKg ?? null;
  const doseLimit = times(caution.childMgPerKgDose, kg);
  if (doseLimit !== null && perDose > doseLimit * TOLERANCE) {
    found.push({
      code: 'child-dose',
      params: { drug: drug.generic, mg: round(perDose), most: round(doseLimit) },
    });
  }
  const dayLimit = smaller(times(caution.childMgPerKgDay, kg), caution.childMgPerDay);
  if (dayLimit !== null && perDay > dayLimit * TOLERANCE) {
    found.push({
      code: 'child-day-dose',
      params: { drug: drug.generic, mg: round(perDay), most: round(dayLimit) },
    });
  }
  return found;
}

function times(perKg: number | null, kg: number | null): number | null {
  return perKg === null || kg === null ? null : perKg * kg;
}

function smaller(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}

function round(mg: number): number {
  return Math.round(mg * 10) / 10;
}
