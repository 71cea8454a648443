import { addDays, isoDate, type Day } from './day.js';
import type { FieldError } from './facility-error.js';
import { asciiDigits } from './transliterate.js';

/** Nobody in India is documented to have lived longer. */
const OLDEST_YEARS = 120;
const FHIR_DATE = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;

/** As exactly as the birth date is known: months and days are absent where it names only a year or a month. */
export interface Age {
  years: number;
  months?: number;
  days?: number;
}

/** What a page prints: a number, the unit's locale key, and whether to say "about". */
export interface AgeText {
  value: number;
  unit: 'years' | 'months' | 'days';
  about: boolean;
}

/**
 * Reads a typed birth date (`1984`, `1984-06`, `1984-06-20`, `20/06/1984`, `06/1984`; Hindi digits too) as a FHIR
 * date that is neither in the future nor over 120 years back. An empty text gives neither a date nor an error.
 */
export function readBirthDate(
  typed: string,
  today: Day,
  field = 'birthDate',
): { birthDate?: string; error?: FieldError } {
  const text = asciiDigits(typed).trim();
  if (text === '') return {};
  const dayFirst = /^(?:(?:(\d{1,2})[/.\- ])?(\d{1,2})[/.\- ])?(\d{4})$/.exec(text);
  const birthDate = dayFirst
    ? [dayFirst[3], dayFirst[2]?.padStart(2, '0'), dayFirst[1]?.padStart(2, '0')].filter(Boolean).join('-')
    : text;
  const code = birthDateFault(birthDate, today);
  if (code === 'birth-date-too-old') return { error: { field, code, params: { years: OLDEST_YEARS } } };
  return code === null ? { birthDate } : { error: { field, code } };
}

/** What is wrong with a FHIR birth date, as the end of a locale key; null where nothing is. */
export function birthDateFault(
  birthDate: string,
  today: Day,
): 'birth-date-invalid' | 'birth-date-future' | 'birth-date-too-old' | null {
  const date = parts(birthDate);
  if (date === null) return 'birth-date-invalid';
  const compact = birthDate.replaceAll('-', '');
  if (compact > today.slice(0, compact.length)) return 'birth-date-future';
  return (ageAt(birthDate, today)?.years ?? 0) > OLDEST_YEARS ? 'birth-date-too-old' : null;
}

/**
 * The birth date of somebody who tells an age: to the day where days were told, to the month where months were, else
 * to the year, and marked as estimated by the caller (`birthDateEstimated`). Year arithmetic as people do it: 34 in 2026 gives 1992.
 */
export function birthDateFromAge(
  age: { years?: number; months?: number; days?: number },
  today: Day,
): string | null {
  const { years = 0, months, days } = age;
  if (days !== undefined) {
    return Number.isInteger(days) && days >= 0 ? isoDate(addDays(today, -days)) : null;
  }
  const whole = [years, months ?? 0].every((value) => Number.isInteger(value) && value >= 0);
  if (!whole || years * 12 + (months ?? 0) > OLDEST_YEARS * 12) return null;
  const year = Number(today.slice(0, 4));
  if (months === undefined) return String(year - years).padStart(4, '0');
  const index = year * 12 + Number(today.slice(4, 6)) - 1 - years * 12 - months;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
}

/** Age on a day, completed years (months, days); null for a date that is none or lies after the day. */
export function ageAt(birthDate: string, day: Day): Age | null {
  const date = parts(birthDate);
  if (date === null) return null;
  const now = { year: Number(day.slice(0, 4)), month: Number(day.slice(4, 6)), day: Number(day.slice(6, 8)) };
  if (date.month === undefined) {
    const years = now.year - date.year;
    return years < 0 ? null : { years };
  }
  let months = (now.year - date.year) * 12 + now.month - date.month;
  if (date.day === undefined)
    return months < 0 ? null : { years: Math.floor(months / 12), months: months % 12 };
  if (now.day < date.day) months--;
  if (months < 0) return null;
  // Days since the last full month; for somebody born on the 31st a shorter month is full on its last day.
  const index = date.year * 12 + date.month - 1 + months;
  const lastDay = daysIn(Math.floor(index / 12), (index % 12) + 1);
  const from = Date.UTC(Math.floor(index / 12), index % 12, Math.min(date.day, lastDay));
  const days = Math.round((Date.UTC(now.year, now.month - 1, now.day) - from) / 86_400_000);
  return { years: Math.floor(months / 12), months: months % 12, days };
}

/** Age as it is said: days in the first month, months up to two years, then years. */
export function ageText(birthDate: string, day: Day, estimated = false): AgeText | null {
  const age = ageAt(birthDate, day);
  if (age === null) return null;
  const months = age.months === undefined ? null : age.years * 12 + age.months;
  if (months === 0 && age.days !== undefined) return { value: age.days, unit: 'days', about: estimated };
  if (months !== null && months < 24) return { value: months, unit: 'months', about: estimated };
  return { value: age.years, unit: 'years', about: estimated };
}

function parts(birthDate: string): { year: number; month?: number; day?: number } | null {
  const match = FHIR_DATE.exec(birthDate);
  if (!match) return null;
  const year = Number(match[1]);
  if (match[2] === undefined) return { year };
  const month = Number(match[2]);
  if (month < 1 || month > 12) return null;
  if (match[3] === undefined) return { year, month };
  const day = Number(match[3]);
  return day < 1 || day > daysIn(year, month) ? null : { year, month, day };
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
