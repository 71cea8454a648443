import { ageAt } from '../birth-date.js';
import type { Day } from '../day.js';
import type { AgeBand } from './figure-rule.js';

export const AGE_PATTERN = /^(\d{1,4})([ym])$/;

/**
 * Completed months on a day; null where the age is unknown. Of whoever only a year is known the years are counted as
 * people tell them: born 1992, 34 in all of 2026.
 */
export function ageMonths(birthDate: string | undefined, day: Day): number | null {
  const age = birthDate === undefined ? null : ageAt(birthDate, day);
  return age === null ? null : age.years * 12 + (age.months ?? 0);
}

/** `from` belongs to the band, `below` does not. */
export function bandMatcher({ from, below, unknown }: AgeBand): (months: number | null) => boolean {
  if (unknown) return (months) => months === null;
  const least = from === undefined ? 0 : monthsOf(from);
  const end = below === undefined ? Infinity : monthsOf(below);
  return (months) => months !== null && months >= least && months < end;
}

function monthsOf(limit: string): number {
  const [, count, unit] = AGE_PATTERN.exec(limit) ?? [];
  return Number(count) * (unit === 'y' ? 12 : 1);
}
