import type { Day } from '../../../records/day.js';
import { isOpenOn, type ListedFacility } from '../../../records/listed-facility.js';
import { isExpectedOn } from '../../summaries/expected-from.js';
import type { Reported } from '../../summaries/followed-reports.js';
import { areaHref, placeName } from '../places/area-request.js';
import type { Place } from '../places/place-book.js';
import { facilityName } from '../figures/child-cells.js';
import type { Telling } from '../figures/day-cell.js';
import { countText } from '../figures/figure-text.js';
import { mapState, type MapState } from './map-state.js';
import type { LabelledArea } from './place-labels.js';
import { MAP_SIZE, projectOnto, type Point, type Position } from './project.js';
import { shadesOf, type Shade } from './shade.js';

export interface MapMark extends Point {
  href: string;
  name: string;
  /** in words */
  state: string;
  is: MapState;
}

export interface MapView {
  width: number;
  height: number;
  shades: Shade[];
  /** facilities; none on a state's map, where they would be thousands */
  marks: MapMark[];
  legend: { state: MapState; words: string; count: string }[];
  /** listed without a position */
  without: number;
}

const STATES: readonly MapState[] = ['reported', 'late', 'silent', 'never'];

/** Where an area's facilities lie and how they stand, shaded by the areas below. Null where no position is known. */
export function mapView(
  telling: Telling,
  place: Place,
  reported: ReadonlyMap<string, Reported>,
  day: Day,
): MapView | null {
  const { t } = telling;
  const open = place.facilities.filter((facility) => isOpenOn(facility, day));
  const placed = open.filter(isPlaced);
  if (placed.length === 0) return null;
  const { height, onto } = projectOnto(placed.map(({ position }) => position));
  const isState = place.area.district === undefined;
  const expected = new Set(open.filter((one) => isExpectedOn(one, reported, day)).map(({ code }) => code));
  const states = new Map(open.map(({ code }) => [code, mapState(reported.get(code), day)]));
  const marks = isState
    ? []
    : placed.map((facility) => ({
        ...onto(facility.position),
        href: `/facility/${facility.code}`,
        name: facilityName(telling.language, facility),
        state: stateWords(telling, states.get(facility.code)),
        is: states.get(facility.code)?.state ?? ('never' as const),
      }));
  return {
    width: MAP_SIZE.width,
    height,
    shades: shadesOf(
      place.children.flatMap((child) => areaOf(telling, child, isState, { onto, states, expected })),
      { height, marks, prefer: isState ? 'inside' : 'above' },
    ),
    marks,
    legend: STATES.map((state) => ({
      state,
      words: t(`centre.map.state.${state}`),
      count: countText(open.filter(({ code }) => states.get(code)?.state === state).length),
    })),
    without: open.length - placed.length,
  };
}

interface Drawing {
  onto: (position: Position) => Point;
  states: ReadonlyMap<string, ReturnType<typeof mapState>>;
  /** those that should have reported, by code */
  expected: ReadonlySet<string>;
}

/** An area below, as it is shaded; none where no facility of it has a place. */
function areaOf(
  telling: Telling,
  place: Place,
  isLink: boolean,
  { onto, states, expected }: Drawing,
): (LabelledArea & { href: string | null })[] {
  const points = place.facilities.filter(isPlaced).map(({ position }) => onto(position));
  if (points.length === 0) return [];
  const counted = place.facilities.filter(({ code }) => expected.has(code));
  const reported = counted.filter(({ code }) => states.get(code)?.state === 'reported').length;
  const { t } = telling;
  const name = placeName(telling, place);
  const text = isLink
    ? t('centre.map.share', { name, reported: countText(reported), of: countText(counted.length) })
    : name;
  return [{ text, points, href: isLink ? areaHref('map', place.area) : null }];
}

/** A facility's state in words. */
export function stateWords({ t }: Telling, found: ReturnType<typeof mapState> | undefined): string {
  const { state = 'never', days = null } = found ?? {};
  return days === null || days === 0 ? t(`centre.map.state.${state}`) : t('centre.map.since', { days });
}

function isPlaced(facility: ListedFacility): facility is ListedFacility & { position: Position } {
  return facility.position !== undefined;
}
