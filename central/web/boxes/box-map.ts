import type { BoxRow } from '../../monitor/box-row.js';
import { describeBox, type Telling } from '../../monitor/describe-box.js';
import { BOX_LEVELS, isShown } from '../../monitor/order-boxes.js';
import type { BoxLevel } from '../../monitor/judge-box.js';
import { MAP_SIZE, projectOnto, type Point, type Position } from '../map/project.js';
import { shadesOf, type Shade } from '../map/shade.js';

export interface BoxMark extends Point {
  href: string;
  name: string;
  /** in words */
  state: string;
  is: BoxLevel;
}

export interface BoxMap {
  width: number;
  height: number;
  shades: Shade[];
  /** the worst last, so that nothing covers them */
  marks: BoxMark[];
  /** the same counts as the filters above the map: one that is off by plan is drawn as well, and counted apart */
  legend: { level: BoxLevel; words: string; count: number }[];
  /** listed without a position */
  without: number;
  /** well ones that were left out, because there are too many to tell apart */
  leftOut: number;
}

const MOST_MARKS = 400;

/** Boxes where their facilities lie. Null where no position is known. */
export function boxMap(rows: readonly BoxRow[], telling: Telling): BoxMap | null {
  const placed = rows.filter(isPlaced);
  if (placed.length === 0) return null;
  const { height, onto } = projectOnto(placed.map(({ position }) => position));
  const shown = placed.length <= MOST_MARKS ? placed : placed.filter(({ level }) => level !== 'ok');
  const rank = ({ level }: BoxRow): number => BOX_LEVELS.indexOf(level);
  const marks = [...shown]
    .sort((a, b) => rank(b) - rank(a))
    .map((row) => {
      const { name, state } = describeBox(row, telling);
      return { ...onto(row.position), href: `/boxes/${row.box}`, name, state, is: row.level };
    });
  return {
    width: MAP_SIZE.width,
    height,
    shades: shadesOf(areasOf(placed, onto, telling), { height, marks, prefer: 'above' }),
    marks,
    legend: [...BOX_LEVELS, 'planned' as const].map((state) => ({
      level: state === 'planned' ? 'ok' : state,
      words: telling.say(state === 'planned' ? 'boxes.filter.planned' : `boxes.level.${state}`),
      count: rows.filter((row) => isShown(row, state)).length,
    })),
    without: rows.length - placed.length,
    leftOut: placed.length - shown.length,
  };
}

function isPlaced(row: BoxRow): row is BoxRow & { position: Position } {
  return row.position !== undefined;
}

/** The blocks of one district, or the districts of more. */
function areasOf(
  rows: readonly (BoxRow & { position: Position })[],
  onto: (position: Position) => Point,
  { language }: Telling,
): { text: string; points: Point[]; href: null }[] {
  const districts = new Set(rows.map(({ place }) => place?.district));
  const groups = new Map<string, { text: string; points: Point[]; href: null }>();
  for (const { place, placeNames, position } of rows) {
    const text = (districts.size > 1 ? placeNames.at(-1) : placeNames[0])?.[language] ?? '';
    const key = districts.size > 1 ? (place?.district ?? '') : (place?.block ?? '');
    const group = groups.get(key) ?? { text, points: new Array<Point>(), href: null };
    groups.set(key, group);
    group.points.push(onto(position));
  }
  return [...groups.values()];
}
