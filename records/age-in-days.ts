import { daysBetween, type Day } from './day.js';

/**
 * Completed days from a FHIR birth date to a day, as limits by age want it; null where the date is none or lies
 * after the day. Of a month or a year that is all that is known, the middle is taken.
 */
export function ageInDays(birthDate: string | undefined, day: Day): number | null {
  const [, year, month, date] = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(birthDate ?? '') ?? [];
  if (year === undefined) return null;
  const days = daysBetween(`${year}${month ?? '07'}${date ?? (month ? '15' : '01')}`, day);
  if (Number.isNaN(days)) return null;
  // Somebody born this year or month, no day known, is not unborn.
  const coarse = date === undefined && day.startsWith(`${year}${month ?? ''}`);
  return days < 0 ? (coarse ? 0 : null) : days;
}
