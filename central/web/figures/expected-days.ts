import { addDays, daysBetween } from '../../../records/day.js';
import type { ListedFacility } from '../../../records/listed-facility.js';
import { expectedFrom } from '../../summaries/expected-from.js';
import type { Period } from '../../summaries/read-area.js';
import type { Reported } from '../../summaries/followed-reports.js';

/**
 * Facility-days of a period for which a summary should be there, while a facility is open: as many as `isExpectedOn`
 * says of its days one by one.
 */
export function expectedDays(
  facilities: readonly ListedFacility[],
  reported: ReadonlyMap<string, Reported>,
  period: Period,
): number {
  const after = addDays(period.to, 1);
  const all = daysBetween(period.from, after);
  return facilities.reduce((sum, facility) => {
    const { status, closedOn = '' } = facility;
    const first = expectedFrom(facility, reported) ?? after;
    const begins = first > period.from ? first : period.from;
    const closes = status === 'closed' ? closedOn.replaceAll('-', '') : after;
    const ends = closes < after ? closes : after;
    // Of most facilities a state has, it is every day: nothing is counted for each of thousands.
    if (begins === period.from && ends === after) return sum + all;
    return sum + (begins < ends ? daysBetween(begins, ends) : 0);
  }, 0);
}
