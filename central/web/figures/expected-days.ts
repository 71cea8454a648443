import { addDays, daysBetween } from '../../../records/day.js';
import type { ListedFacility } from '../../../records/listed-facility.js';
import type { Period } from '../../summaries/read-area.js';
import type { Reported } from '../../summaries/followed-reports.js';

/**
 * Facility-days of a period for which a summary should be there: from a facility's first one on, while it is open. A
 * facility that never reported has no box yet, and nobody's figures are worse for it.
 */
export function expectedDays(
  facilities: readonly ListedFacility[],
  reported: ReadonlyMap<string, Reported>,
  period: Period,
): number {
  const after = addDays(period.to, 1);
  const all = daysBetween(period.from, after);
  return facilities.reduce((sum, { code, status, closedOn = '' }) => {
    const first = reported.get(code)?.first ?? after;
    const begins = first > period.from ? first : period.from;
    const closes = status === 'closed' ? closedOn.replaceAll('-', '') : after;
    const ends = closes < after ? closes : after;
    // Of most facilities a state has, it is every day: nothing is counted for each of thousands.
    if (begins === period.from && ends === after) return sum + all;
    return sum + (begins < ends ? daysBetween(begins, ends) : 0);
  }, 0);
}
