import type { Sheet } from '../sheet.js';

interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A fill for each series that differs on a black-and-white printer: shade, hatch and direction. */
const FILLS: { shade: number; hatch?: 'up' | 'down' | 'both' | 'level' }[] = [
  { shade: 0.25 },
  { shade: 0.82 },
  { shade: 1, hatch: 'up' },
  { shade: 0.55 },
  { shade: 1, hatch: 'down' },
  { shade: 1, hatch: 'level' },
  { shade: 0.9, hatch: 'both' },
  { shade: 1 },
];
const STEP = 4;

/** A bar of the series' look. */
export function drawBar(sheet: Sheet, series: number, { x, y, width, height }: Area): void {
  const { shade, hatch } = FILLS[series % FILLS.length]!;
  if (height <= 0 || width <= 0) return;
  sheet.box(x, y, width, height, { fill: shade, line: 0 });
  const area = { x, y, width, height };
  if (hatch === 'level') {
    for (let at = y + STEP / 2; at < y + height; at += STEP / 1.6) sheet.rule(x, at, x + width, at, 0.5, 0.2);
  }
  if (hatch === 'up' || hatch === 'both') hatchLines(sheet, area, 1);
  if (hatch === 'down' || hatch === 'both') hatchLines(sheet, area, -1);
  sheet.box(x, y, width, height, { stroke: 0, line: 0.5 });
}

/** Lines at 45°, each cut to the area; they start at the paper's edge so that those of neighbours meet. */
function hatchLines(sheet: Sheet, { x, y, width, height }: Area, slope: 1 | -1): void {
  const along = (px: number, py: number): number => (slope === 1 ? px + py : px - py);
  const corners = [along(x, y), along(x + width, y), along(x, y + height), along(x + width, y + height)];
  const first = Math.ceil(Math.min(...corners) / STEP) * STEP;
  for (let c = first; c <= Math.max(...corners); c += STEP) {
    const yAt = (px: number): number => (slope === 1 ? c - px : px - c);
    const xAt = (py: number): number => (slope === 1 ? c - py : c + py);
    const [top, bottom] = [xAt(y), xAt(y + height)];
    const from = Math.max(x, Math.min(top, bottom));
    const to = Math.min(x + width, Math.max(top, bottom));
    if (to - from > 0.3) sheet.rule(from, yAt(from), to, yAt(to), 0.45, 0.2);
  }
}

const DASHES: ([number, number] | undefined)[] = [undefined, [4, 2], [1.2, 1.8], [7, 2], [2.5, 2.5]];

/** One stretch of a series' line. */
export function drawStretch(
  sheet: Sheet,
  series: number,
  from: [number, number],
  to: [number, number],
): void {
  const shade = series % 2 === 0 ? 0 : 0.35;
  sheet.rule(...from, ...to, 1.1, shade, DASHES[series % DASHES.length]);
}

/** The mark of one value on a series' line: filled or hollow, round or square. */
export function drawPoint(sheet: Sheet, series: number, x: number, y: number, r = 2.1): void {
  const fill = series % 4 < 2 ? 0 : 1;
  if (series % 2 === 0) sheet.disc(x, y, r, { fill, stroke: 0, line: 0.8 });
  else sheet.box(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8, { fill, stroke: 0, line: 0.8 });
}
