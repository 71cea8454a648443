import type { Day } from '../../records/day.js';
import { isOpenOn, type ListedFacility } from '../../records/listed-facility.js';
import type { Reported } from './followed-reports.js';

type Reports = ReadonlyMap<string, Reported>;

/**
 * From which day on a facility should report: the one on which it was listed, or its first report where that is earlier.
 * What is listed today so changes no day before. Null: it never reported, and nobody knows since when it is listed.
 */
export function expectedFrom({ code, listedOn }: ListedFacility, reported: Reports): Day | null {
  const listed = listedOn?.replaceAll('-', '') ?? null;
  const first = reported.get(code)?.first ?? null;
  if (listed === null || first === null) return first ?? listed;
  return first < listed ? first : listed;
}

/** The one rule of all pages: whether a facility's report of a day should be there. */
export function isExpectedOn(facility: ListedFacility, reported: Reports, day: Day): boolean {
  const from = expectedFrom(facility, reported);
  return from !== null && from <= day && isOpenOn(facility, day);
}

/** Whether it was listed and open on a day, and had not reported any until then: its box is not in use yet. */
export function hasNoBoxOn(facility: ListedFacility, reported: Reports, day: Day): boolean {
  const first = reported.get(facility.code)?.first;
  return isListedOn(facility, day) && isOpenOn(facility, day) && (first === undefined || first > day);
}

/** One of which nobody knows since when it is listed always was. */
function isListedOn({ listedOn }: ListedFacility, day: Day): boolean {
  return listedOn === undefined || listedOn.replaceAll('-', '') <= day;
}
