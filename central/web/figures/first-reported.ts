import type { Day } from '../../../records/day.js';
import type { ListedFacility } from '../../../records/listed-facility.js';
import type { Reported } from '../../summaries/followed-reports.js';

/** The first day that any of them reported; null where none ever did. */
export function firstReported(
  facilities: readonly ListedFacility[],
  reported: ReadonlyMap<string, Reported>,
): Day | null {
  return facilities.reduce<Day | null>((least, { code }) => {
    const first = reported.get(code)?.first;
    return first !== undefined && (least === null || first < least) ? first : least;
  }, null);
}
