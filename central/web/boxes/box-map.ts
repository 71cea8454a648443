import type { BoxRow } from '../../monitor/box-row.js';
import { describeBox, type Telling } from '../../monitor/describe-box.js';
import { BOX_LEVELS } from '../../monitor/order-boxes.js';
import type { BoxLevel } from '../../monitor/judge-box.js';
import { hullPath } from '../map/hull.js';
import { MAP_SIZE, projectOnto, type Point, type Position } from '../map/project.js';

export interface BoxMark extends Point {
  href: string;
  words: string;
  level: BoxLevel;
}

export interface BoxMap {
  width: number;
  height: number;
  /** blocks of one district, districts of more */
  shades: { path: string; tint: number; name: string; label: Point }[];
  /** the worst last, so that nothing covers them */
  marks: BoxMark[];
  legend: { level: BoxLevel; words: string; count: number }[];
  /** listed without a position */
  without: number;
  /** well ones that were left out, because there are too many to tell apart */
  leftOut: number;
}

const MOST_MARKS = 400;
const TINTS = 4;
const LABEL_ABOVE = 28;

/** Boxes where their facilities lie. Null where no position is known. */
export function boxMap(rows: readonly BoxRow[], telling: Telling): BoxMap | null {
  const placed = rows.filter(isPlaced);
  if (placed.length === 0) return null;
  const { height, onto } = projectOnto(placed.map(({ position }) => position));
  const shown = placed.length <= MOST_MARKS ? placed : placed.filter(({ level }) => level !== 'ok');
  const rank = ({ level }: BoxRow): number => BOX_LEVELS.indexOf(level);
  return {
    width: MAP_SIZE.width,
    height,
    shades: shadesOf(placed, onto),
    marks: [...shown]
      .sort((a, b) => rank(b) - rank(a))
      .map((row) => {
        const { name, state } = describeBox(row, telling);
        const words = `${name}: ${state}`;
        return { ...onto(row.position), href: `/boxes/${row.box}`, words, level: row.level };
      }),
    legend: BOX_LEVELS.map((level) => ({
      level,
      words: telling.say(`boxes.level.${level}`),
      count: rows.filter((row) => row.level === level).length,
    })),
    without: rows.length - placed.length,
    leftOut: placed.length - shown.length,
  };
}

function isPlaced(row: BoxRow): row is BoxRow & { position: Position } {
  return row.position !== undefined;
}

function shadesOf(
  rows: readonly (BoxRow & { position: Position })[],
  onto: (position: Position) => Point,
): BoxMap['shades'] {
  const districts = new Set(rows.map(({ place }) => place?.district));
  const groups = new Map<string, { name: string; points: Point[] }>();
  for (const { place, placeNames, position } of rows) {
    const name = (districts.size > 1 ? placeNames.at(-1) : placeNames[0]) ?? '';
    const key = districts.size > 1 ? (place?.district ?? '') : (place?.block ?? '');
    const group = groups.get(key) ?? { name, points: new Array<Point>() };
    groups.set(key, group);
    group.points.push(onto(position));
  }
  return [...groups.values()].map(({ name, points }, index) => {
    const xs = points.map(({ x }) => x);
    return {
      path: hullPath(points),
      tint: index % TINTS,
      name,
      label: {
        x: Math.round((Math.min(...xs) + Math.max(...xs)) / 2),
        y: Math.min(...points.map(({ y }) => y)) - LABEL_ABOVE,
      },
    };
  });
}
