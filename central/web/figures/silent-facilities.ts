import { daysBetween, type Day } from '../../../records/day.js';
import type { ListedFacility } from '../../../records/listed-facility.js';
import { hasNoBoxOn, isExpectedOn } from '../../summaries/expected-from.js';
import type { Reported } from '../../summaries/followed-reports.js';

export interface SilentFacility {
  facility: ListedFacility;
  /** null where it has never reported: its box is not in use yet */
  last: Day | null;
  /** whole days since then; null where there was none */
  days: number | null;
}

/** Facilities that should have reported a day and have not, the longest silent first; last those without a box. */
export function silentFacilities(
  facilities: readonly ListedFacility[],
  reported: ReadonlyMap<string, Reported>,
  day: Day,
): SilentFacility[] {
  return facilities
    .filter((facility) => isExpectedOn(facility, reported, day) || hasNoBoxOn(facility, reported, day))
    .map((facility) => {
      const its = reported.get(facility.code);
      const last = its && its.first <= day ? its.last : null;
      const days = last === null ? null : daysBetween(last, day);
      return { facility, last, days };
    })
    .filter(({ days }) => days === null || days > 0)
    .sort((a, b) => (b.days ?? -1) - (a.days ?? -1));
}
