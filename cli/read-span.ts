import { addDays, dayOf, isoDate } from '../records/day.js';
import { FacilityError } from '../records/facility-error.js';
import { readPeriod, type ReportPeriod } from '../records/reports/report-period.js';

const USUAL_DAYS = 30;

/** Days that were typed as `--from` and `--to`; absent ones are 30 days up to the last, and today. Throws `bad-input`. */
export function readSpan({ from, to }: { from?: string; to?: string }, now: number): ReportPeriod {
  const today = dayOf(now);
  const last = to === undefined ? today : dayTyped(to, 'to', today);
  const first = from === undefined ? addDays(last, 1 - USUAL_DAYS) : dayTyped(from, 'from', today);
  return readPeriod('range', `${isoDate(first)}..${isoDate(last)}`, today);
}

function dayTyped(typed: string, field: string, today: string): string {
  try {
    const { from, to } = readPeriod('day', typed, today);
    if (typed.trim() !== '' && from === to) return from;
  } catch {
    // named below, by the option that it was typed at
  }
  throw new FacilityError('bad-input', `--${field} ${typed.slice(0, 20)} is no day up to today`, {
    hint: 'hints.dayFormat',
    fields: [{ field, code: 'notValid' }],
  });
}
