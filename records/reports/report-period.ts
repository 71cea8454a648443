import { addDays, daysBetween, isoDate, weekdayOf, type Day } from '../day.js';
import { FacilityError } from '../facility-error.js';
import { asciiDigits } from '../transliterate.js';

/** `patient`: no period of its own but a person's whole time here. */
export const PERIOD_KINDS = ['day', 'week', 'month', 'range', 'patient'] as const;
export type PeriodKind = (typeof PERIOD_KINDS)[number];

export interface ReportPeriod {
  from: Day;
  to: Day;
}

/** A longer report is several reports. */
const MOST_DAYS = 366;
const EXAMPLES: Record<PeriodKind, string> = {
  day: '2026-11-21',
  week: '2026-W47',
  month: '2026-11',
  range: '2026-11-01..2026-11-21',
  patient: 'BR1042-004217-K',
};

/**
 * Reads a typed period: `2026-11-21`, `2026-W47` (ISO 8601, Monday to Sunday) or any day of the week, `2026-11`,
 * `2026-11-01..2026-11-21`; of nothing typed, today, the last whole week or month, or the last 30 days.
 * Throws `bad-input` with the field `period`.
 * @param last the newest day of which anything can be said, where that is not today
 */
export function readPeriod(kind: PeriodKind, typed: string, today: Day, last = today): ReportPeriod {
  const text = asciiDigits(typed).trim();
  const period = text === '' ? standing(kind, last) : parse(kind, text);
  if (!period) throw wrong(kind, 'period-invalid');
  if (period.from > period.to) throw wrong(kind, 'period-reversed');
  if (period.from > today) throw wrong(kind, 'period-future');
  if (period.from > last) throw wrong(kind, 'period-running');
  if (addDays(period.from, MOST_DAYS) <= period.to) throw wrong(kind, 'period-too-long');
  return period;
}

/** Every day of a period, in order. */
export function daysOf({ from, to }: ReportPeriod): Day[] {
  const days: Day[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
}

/** The ISO 8601 week of a day: its number belongs to the year of its Thursday. */
export function isoWeek(day: Day): { year: number; week: number } {
  const thursday = addDays(day, 4 - weekday(day));
  const year = Number(thursday.slice(0, 4));
  const first = `${year}0101`;
  return { year, week: Math.floor(daysBetween(first, thursday) / 7) + 1 };
}

function standing(kind: PeriodKind, today: Day): ReportPeriod | null {
  switch (kind) {
    case 'day':
      return { from: today, to: today };
    case 'week':
      return weekOf(addDays(today, -7));
    case 'month':
      return monthOf(addDays(`${today.slice(0, 6)}01`, -1).slice(0, 6));
    case 'range':
      return { from: addDays(today, -29), to: today };
    case 'patient':
      return null;
  }
}

function parse(kind: PeriodKind, text: string): ReportPeriod | null {
  const [start = '', end] = text.split('..');
  if (end !== undefined) {
    const from = dayIn(start);
    const to = dayIn(end);
    return kind === 'range' && from && to ? { from, to } : null;
  }
  const [, weekYear, week] = /^(\d{4})-?W(\d{2})$/i.exec(text) ?? [];
  if (weekYear !== undefined) {
    const period = weekOf(addDays(`${weekYear}0104`, (Number(week) - 1) * 7));
    const right =
      isoWeek(period.from).year === Number(weekYear) && isoWeek(period.from).week === Number(week);
    return right && (kind === 'week' || kind === 'range') ? period : null;
  }
  const [, year, month] = /^(\d{4})-?(\d{2})$/.exec(text) ?? [];
  if (year !== undefined) {
    const right = Number(month) >= 1 && Number(month) <= 12;
    return right && (kind === 'month' || kind === 'range') ? monthOf(`${year}${month}`) : null;
  }
  const day = dayIn(text);
  if (!day) return null;
  if (kind === 'week') return weekOf(day);
  return kind === 'day' || kind === 'range' ? { from: day, to: day } : null;
}

function dayIn(text: string): Day | null {
  const day = text.trim().replace(/^(\d{4})-(\d{2})-(\d{2})$/, '$1$2$3');
  if (!/^\d{8}$/.test(day) || Number.isNaN(Date.parse(`${isoDate(day)}T00:00:00Z`))) return null;
  // 31 February would roll over into March.
  return addDays(day, 0) === day ? day : null;
}

function weekOf(day: Day): ReportPeriod {
  const monday = addDays(day, 1 - weekday(day));
  return { from: monday, to: addDays(monday, 6) };
}

function monthOf(month: string): ReportPeriod {
  const from = `${month}01`;
  const next = addDays(from, 31).slice(0, 6);
  return { from, to: addDays(`${next}01`, -1) };
}

/** 1 is Monday. */
function weekday(day: Day): number {
  return weekdayOf(day) || 7;
}

function wrong(kind: PeriodKind, code: string): FacilityError {
  return new FacilityError('bad-input', `The report's period cannot be used: ${code}.`, {
    hint: 'hints.looksLike',
    params: { like: EXAMPLES[kind] },
    fields: [{ field: 'period', code, params: { example: EXAMPLES[kind] } }],
  });
}
