import { hull } from './hull.js';
import { MAP_SIZE, type Point } from './project.js';

/** How large things are drawn, in the picture's own coordinates: a phone shrinks it, so that there all are larger. */
export interface DrawnSize {
  /** of letters */
  font: number;
  /** from a mark's middle to its edge, and a little air */
  mark: number;
}

/** As centre.css draws them. */
export const DRAWN_SIZES = { wide: { font: 15, mark: 11 }, narrow: { font: 27, mark: 18 } } as const;

/** Half of the broad line that a shade is drawn with, which is wider than its hull. */
const SHADE = 22;
const GAP = 6;
/** Of a letter, by its height: more than most need, because no label may be wider than was thought. */
const LETTER = 0.58;
/** Places within a shade that are tried, across and down. */
const GRID = 9;

export interface LabelledArea {
  text: string;
  /** its facilities */
  points: readonly Point[];
}

export interface Labelling {
  /** of the picture that labels may use */
  height: number;
  marks: readonly Point[];
  /** where a name stands by preference */
  prefer: 'above' | 'inside';
}

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/**
 * Where the areas' names stand, the middle of their base line: on no mark, on no other name, and on no other area's
 * shade where that can be helped. Null where there is no such place.
 */
export function placeLabels(
  areas: readonly LabelledArea[],
  { height, marks, prefer }: Labelling,
  { font, mark }: DrawnSize,
): (Point | null)[] {
  const hulls = areas.map(({ points }) => hull(points));
  const taken = marks.map(({ x, y }) => ({
    left: x - mark,
    right: x + mark,
    top: y - mark,
    bottom: y + mark,
  }));
  const isFree = (box: Box): boolean =>
    box.left >= 0 &&
    box.right <= MAP_SIZE.width &&
    box.top >= 0 &&
    box.bottom <= height &&
    !taken.some((other) => overlap(box, other));
  return areas.map(({ text }, index) => {
    const own = hulls[index] ?? [];
    const width = [...text].length * LETTER * font;
    const boxOf = ({ x, y }: Point): Box => ({
      ...{ left: x - width / 2, right: x + width / 2 },
      ...{ top: y - font, bottom: y + font * 0.35 },
    });
    const isOnOthers = (place: Point): boolean =>
      hulls.some((other, at) => at !== index && spots(boxOf(place)).some((spot) => isOver(spot, other)));
    const inside = placesInside(own).filter((place) => isFree(boxOf(place)));
    const around = placesAround(own, { font, width }).filter((place) => isFree(boxOf(place)));
    const choice = prefer === 'inside' ? [...inside, ...around] : [...around, ...inside];
    const found = choice.find((place) => !isOnOthers(place)) ?? inside[0] ?? null;
    if (found) taken.push(boxOf(found));
    return found;
  });
}

/** Above, below, to the right and to the left of a shade. */
function placesAround(own: readonly Point[], { font, width }: { font: number; width: number }): Point[] {
  const { left, right, top, bottom } = boxAround(own);
  const [x, y] = [(left + right) / 2, (top + bottom) / 2 + font * 0.35];
  const aside = SHADE + GAP + width / 2;
  return [
    { x, y: top - SHADE - GAP },
    { x, y: bottom + SHADE + font },
    { x: right + aside, y },
    { x: left - aside, y },
  ].map(rounded);
}

/** Within a shade, the nearest to its middle first. */
function placesInside(own: readonly Point[]): Point[] {
  const { left, right, top, bottom } = boxAround(own);
  const middle = { x: (left + right) / 2, y: (top + bottom) / 2 };
  const steps = Array.from({ length: GRID }, (_, step) => step / (GRID - 1));
  const far = ({ x, y }: Point): number => (x - middle.x) ** 2 + (y - middle.y) ** 2;
  return steps
    .flatMap((down) =>
      steps.map((across) => ({ x: left + across * (right - left), y: top + down * (bottom - top) })),
    )
    .filter((place) => isOver(place, own))
    .sort((a, b) => far(a) - far(b))
    .map(rounded);
}

function boxAround(points: readonly Point[]): Box {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  return {
    ...{ left: Math.min(...xs), right: Math.max(...xs) },
    ...{ top: Math.min(...ys), bottom: Math.max(...ys) },
  };
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** Points along the middle of a box. */
function spots({ left, right, top, bottom }: Box): Point[] {
  const y = (top + bottom) / 2;
  return [0, 0.25, 0.5, 0.75, 1].map((part) => ({ x: left + part * (right - left), y }));
}

/** Whether a shade covers a point: it lies in its hull or within the broad line around it. */
function isOver(point: Point, corners: readonly Point[]): boolean {
  const edges = corners.map((corner, at) => [corner, corners[(at + 1) % corners.length] ?? corner] as const);
  const sides = edges.map(([a, b]) => (b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x));
  const isWithin =
    corners.length > 2 && (sides.every((side) => side >= 0) || sides.every((side) => side <= 0));
  return isWithin || edges.some(([a, b]) => distanceTo(point, a, b) <= SHADE);
}

function distanceTo({ x, y }: Point, a: Point, b: Point): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - a.x) * dx + (y - a.y) * dy) / length));
  return Math.hypot(x - a.x - along * dx, y - a.y - along * dy);
}

function rounded({ x, y }: Point): Point {
  return { x: Math.round(x), y: Math.round(y) };
}
