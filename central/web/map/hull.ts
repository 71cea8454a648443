import type { Point } from './project.js';

/** The convex hull of points, counter-clockwise (Andrew's monotone chain); of two points or one, these. */
export function hull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y);
  if (sorted.length < 3) return sorted;
  const lower = chain(sorted);
  const upper = chain([...sorted].reverse());
  return [...lower.slice(0, -1), ...upper.slice(0, -1)];
}

function chain(points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    while (kept.length >= 2 && turn(kept[kept.length - 2], kept[kept.length - 1], point) <= 0) kept.pop();
    kept.push(point);
  }
  return kept;
}

/** Above 0 where the way over the three turns left. */
function turn(a: Point | undefined, b: Point | undefined, c: Point): number {
  if (!a || !b) return 1;
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

/** A hull as an SVG path; a point is a path too, which a round stroke makes a disc. */
export function hullPath(points: readonly Point[]): string {
  return `M${hull(points)
    .map(({ x, y }) => `${x} ${y}`)
    .join('L')}Z`;
}
