import { dayOf, isoDate, istTime } from '../../records/day.js';
import type { Words } from '../../records/envelope.js';
import type { Relative, Sex } from '../../records/people.js';
import type { Labels } from './labels.js';

export interface PrintedFacility {
  name: Words;
  /** `PHC`, `HWC-PHC`, … */
  level: string;
  hfr?: string;
  block?: string;
  district?: string;
}

export interface PrintedAge {
  value: number;
  unit: 'years' | 'months' | 'days';
  estimated?: boolean;
}

export interface PrintedPatient {
  /** as people see it: `BR1042-004217-K` */
  id: string;
  name: string;
  sex: Sex;
  age?: PrintedAge;
  relative?: Relative;
  village?: string;
  /** ten digits; the paper shows the last four */
  mobile?: string;
  abha?: string;
}

/** `उम्र / लिंग` in one line: `लगभग 34 वर्ष · महिला` */
export function ageAndSex(patient: PrintedPatient, words: Labels): string {
  const sex = words.first(words.pair(patient.sex));
  if (!patient.age) return sex;
  const { value, unit, estimated } = patient.age;
  const about = estimated ? `${words.short('about')} ` : '';
  return `${about}${value} ${words.short(unit)} · ${sex}`;
}

/** `9812343210` → `xxxxxx3210`: a slip lies about where others read it. */
export function maskedMobile(mobile: string): string {
  const digits = mobile.replace(/\D/g, '');
  return digits.length < 8 ? 'xxxx' : 'x'.repeat(digits.length - 4) + digits.slice(-4);
}

/** `91234567890123` → `91-2345-6789-0123`, as the ABHA card prints it. */
export function spacedAbha(abha: string): string {
  return abha.replace(/^(\d{2})(\d{4})(\d{4})(\d{4})$/, '$1-$2-$3-$4');
}

/** An instant as Indian wall time: `21-11-2026 09:42` */
export function printedTime(at: string): string {
  return `${printedDate(isoDate(dayOf(at)))} ${istTime(at)}`;
}

/** `2026-11-21` → `21-11-2026` */
function printedDate(date: string): string {
  return date.split('-').reverse().join('-');
}

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** `2026-11-28` → `शनिवार / Saturday 28-11-2026` */
export function printedWeekday(date: string, words: Labels): string {
  const day = WEEKDAYS[new Date(`${date}T12:00:00Z`).getUTCDay()];
  return day === undefined ? printedDate(date) : `${words.label(day)} ${printedDate(date)}`;
}
