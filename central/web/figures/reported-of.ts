import type { Day } from '../../../records/day.js';
import type { ListedFacility } from '../../../records/listed-facility.js';
import type { SummarySum } from '../../../records/summary/sum-summaries.js';
import { hasNoBoxOn, isExpectedOn } from '../../summaries/expected-from.js';
import type { Reported } from '../../summaries/followed-reports.js';

export interface DayReports {
  /** facilities that should have reported */
  of: number;
  reported: number;
  /** of them, those whose box is in use and that have not */
  missing: number;
  /** facilities whose box is not in use yet */
  noBox: number;
}

/** How many facilities have reported a day. */
export function reportedOf(
  facilities: readonly ListedFacility[],
  reported: ReadonlyMap<string, Reported>,
  sum: SummarySum,
  day: Day,
): DayReports {
  const expected = facilities.filter((facility) => isExpectedOn(facility, reported, day));
  const begun = expected.filter((facility) => !hasNoBoxOn(facility, reported, day)).length;
  return {
    ...{ of: expected.length, reported: sum.days, missing: Math.max(0, begun - sum.days) },
    noBox: facilities.filter((facility) => hasNoBoxOn(facility, reported, day)).length,
  };
}
