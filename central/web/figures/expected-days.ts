import { addDays } from '../../../records/day.js';
import { daysOf } from '../../../records/reports/report-period.js';
import { isOpenOn, type ListedFacility } from '../../../records/listed-facility.js';
import type { Period } from '../../summaries/read-area.js';
import type { Reported } from '../../summaries/read-reported.js';

/**
 * Facility-days of a period for which a summary should be there: from a facility's first one on, while it is open. A
 * facility that never reported has no box yet, and nobody's figures are worse for it.
 */
export function expectedDays(
  facilities: readonly ListedFacility[],
  reported: ReadonlyMap<string, Reported>,
  { from, to }: Period,
): number {
  return facilities.reduce((all, facility) => {
    const first = reported.get(facility.code)?.first;
    if (first === undefined || first > to) return all;
    const begins = first > from ? first : from;
    const closed = facility.closedOn?.replaceAll('-', '');
    const ends =
      facility.status === 'closed' && closed !== undefined && closed <= to ? addDays(closed, -1) : to;
    if (!isOpenOn(facility, begins) || begins > ends) return all;
    return all + daysOf({ from: begins, to: ends }).length;
  }, 0);
}
