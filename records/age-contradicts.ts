import { ageInDays } from './age-in-days.js';
import type { Day } from './day.js';

export type AgeUnit = 'years' | 'months' | 'days';

/** By how many days a told age may be off: people round, and a year's birthday may be still to come. */
const ROUNDED: Record<AgeUnit, number> = { years: 550, months: 62, days: 5 };

/** Whether an age that was told and a birth date that was given cannot both be right. Both are FHIR dates. */
export function ageContradicts(told: string, unit: AgeUnit, birthDate: string, today: Day): boolean {
  const [one, other] = [ageInDays(told, today), ageInDays(birthDate, today)];
  if (one === null || other === null) return false;
  // The middle of a year or a month stands for a day that is not known.
  const unknown = birthDate.length === 4 ? 184 : birthDate.length === 7 ? 16 : 0;
  return Math.abs(one - other) > ROUNDED[unit] + unknown;
}
