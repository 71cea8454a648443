import type { Day } from '../../../records/day.js';
import { isOpenOn, type ListedFacility } from '../../../records/listed-facility.js';
import type { Reported } from '../../summaries/followed-reports.js';
import { areaHref, placeName } from '../places/area-request.js';
import type { Place } from '../places/place-book.js';
import { facilityName } from '../figures/child-cells.js';
import type { Telling } from '../figures/day-cell.js';
import { countText } from '../figures/figure-text.js';
import { hullPath } from './hull.js';
import { mapState, type MapState } from './map-state.js';
import { MAP_SIZE, projectOnto, type Point, type Position } from './project.js';

export interface MapMark extends Point {
  href: string;
  words: string;
  state: MapState;
}

export interface MapShade {
  path: string;
  /** which of a few tints */
  tint: number;
  name: string;
  /** on a state's map a district is a link */
  href: string | null;
  label: Point & { text: string };
}

export interface MapView {
  width: number;
  height: number;
  shades: MapShade[];
  /** facilities; none on a state's map, where they would be thousands */
  marks: MapMark[];
  legend: { state: MapState; words: string; count: string }[];
  /** listed without a position */
  without: number;
}

const TINTS = 4;
const LABEL_ABOVE = 28;
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
  const states = new Map(open.map(({ code }) => [code, mapState(reported.get(code), day)]));
  const marks = isState
    ? []
    : placed.map((facility) => ({
        ...onto(facility.position),
        href: `/facility/${facility.code}`,
        words: `${facilityName(telling.language, facility)}: ${stateWords(telling, states.get(facility.code))}`,
        state: states.get(facility.code)?.state ?? 'never',
      }));
  return {
    width: MAP_SIZE.width,
    height,
    shades: place.children.flatMap((child, index) => shade(telling, child, index, isState, { onto, states })),
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
}

function shade(
  { t }: Telling,
  place: Place,
  index: number,
  isLink: boolean,
  { onto, states }: Drawing,
): MapShade[] {
  const points = place.facilities.filter(isPlaced).map(({ position }) => onto(position));
  if (points.length === 0) return [];
  const open = place.facilities.filter(({ code }) => states.has(code));
  const reported = open.filter(({ code }) => states.get(code)?.state === 'reported').length;
  const name = placeName(t, place);
  const text = isLink
    ? t('centre.map.share', { name, reported: countText(reported), of: countText(open.length) })
    : name;
  return [
    {
      path: hullPath(points),
      tint: index % TINTS,
      name: text,
      href: isLink ? areaHref('map', place.area) : null,
      label: { ...(isLink ? middle(points) : above(points)), text },
    },
  ];
}

/** A facility's state in words. */
export function stateWords({ t }: Telling, found: ReturnType<typeof mapState> | undefined): string {
  const { state = 'never', days = null } = found ?? {};
  return days === null || days === 0 ? t(`centre.map.state.${state}`) : t('centre.map.since', { days });
}

function middle(points: readonly Point[]): Point {
  const mean = (values: number[]): number =>
    Math.round(values.reduce((sum, value) => sum + value, 0) / values.length);
  return { x: mean(points.map(({ x }) => x)), y: mean(points.map(({ y }) => y)) };
}

/** A shade's name stands over it, where no facility is. */
function above(points: readonly Point[]): Point {
  const xs = points.map(({ x }) => x);
  return {
    x: Math.round((Math.min(...xs) + Math.max(...xs)) / 2),
    y: Math.min(...points.map(({ y }) => y)) - LABEL_ABOVE,
  };
}

function isPlaced(facility: ListedFacility): facility is ListedFacility & { position: Position } {
  return facility.position !== undefined;
}
