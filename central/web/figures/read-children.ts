import type { ServerScope } from 'nano';
import type { Day } from '../../../records/day.js';
import { sumSummaries, type SummarySum } from '../../../records/summary/sum-summaries.js';
import { readFacilities, readSums, type Period } from '../../summaries/read-area.js';
import { isOpenOn, type ListedFacility } from '../../../records/listed-facility.js';
import { areaOfFacility, type Place } from '../places/place-book.js';

/** The next level down, or facilities at once. */
export type ChildKind = 'child' | 'facility';

/** One line of a table by place: a child area, or a facility. */
export interface Child {
  code: string;
  /** null: it is a facility */
  place: Place | null;
  facility: ListedFacility | null;
  facilities: ListedFacility[];
}

/**
 * What a place is told by: its districts or blocks, or its facilities where it has none or where they are asked for.
 * @param from first day that is looked at: what had closed by then is left out
 */
export function childrenOf(place: Place, by: ChildKind, from: Day): Child[] {
  const isOpen = (facility: ListedFacility): boolean => isOpenOn(facility, from);
  const ofFacility = (facility: ListedFacility): Child => ({
    ...{ code: facility.code, place: null, facility, facilities: [facility] },
  });
  if (isByFacility(place, by)) return place.facilities.filter(isOpen).map(ofFacility);
  const areas = place.children.map((child) => ({
    code: codeOf(child),
    ...{ place: child, facility: null, facilities: child.facilities.filter(isOpen) },
  }));
  return areas;
}

function isByFacility({ children }: Place, by: ChildKind): boolean {
  return by === 'facility' || children.length === 0;
}

function codeOf({ area }: Place): string {
  return area.block ?? area.district ?? '';
}

/** Each child's figures over a period, by code: a sum each, whether it is a district or a facility. */
export async function readChildren(
  couch: ServerScope,
  place: Place,
  period: Period,
  by: ChildKind,
): Promise<Map<string, SummarySum>> {
  if (!isByFacility(place, by)) {
    const areas = place.children.map(({ area }) => area);
    const sums = await readSums(couch, areas, period);
    return new Map(place.children.map((child, at) => [codeOf(child), sums[at] ?? sumSummaries([])]));
  }
  const places = place.facilities.map((facility) => ({
    ...areaOfFacility(facility),
    facility: facility.code,
  }));
  return readFacilities(couch, places, period);
}
