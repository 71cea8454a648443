import { daysBetween, type Day } from '../../../records/day.js';
import { isOpenOn, type ListedFacility } from '../../../records/listed-facility.js';
import type { Reported } from '../../summaries/followed-reports.js';

export interface SilentFacility {
  facility: ListedFacility;
  /** null where it has never reported */
  last: Day | null;
  /** whole days since then; null where there was none */
  days: number | null;
}

/** Facilities that are open and have not reported a day, the longest silent first, and last those that never did. */
export function silentFacilities(
  facilities: readonly ListedFacility[],
  reported: ReadonlyMap<string, Reported>,
  day: Day,
): SilentFacility[] {
  return facilities
    .filter((facility) => isOpenOn(facility, day))
    .map((facility) => {
      const last = reported.get(facility.code)?.last ?? null;
      const days = last === null ? null : daysBetween(last, day);
      return { facility, last, days };
    })
    .filter(({ days }) => days === null || days > 0)
    .sort((a, b) => (b.days ?? -1) - (a.days ?? -1));
}
