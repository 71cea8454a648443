import type { Bitmap } from './bitmap.js';

/** A closed outline as x, y, x, y, … in dots; curves are already lines. */
export type Contour = number[];

/** Lines sampled within each row of dots. */
const SAMPLES = 4;
/** A dot is black from this share of cover on: below a half, so that thin strokes stay whole at 203 dpi. */
const COVER = 0.42;

interface Crossing {
  x: number;
  /** +1 downwards, −1 upwards */
  direction: number;
}

/**
 * Fills outlines by the non-zero winding rule (TrueType's: overlapping parts of a letter stay black, and holes
 * run the other way round).
 */
export function fillOutline(bitmap: Bitmap, contours: Contour[], black: boolean): void {
  const lines = new Map<number, Crossing[]>();
  for (const contour of contours) addCrossings(lines, contour, bitmap.height);
  const rows = new Set([...lines.keys()].map((line) => Math.floor(line / SAMPLES)));
  const cover = new Float32Array(bitmap.width);
  for (const row of rows) {
    cover.fill(0);
    for (let sample = 0; sample < SAMPLES; sample++) {
      const crossings = lines.get(row * SAMPLES + sample);
      if (crossings)
        addCover(
          cover,
          crossings.sort((a, b) => a.x - b.x),
        );
    }
    cover.forEach((share, x) => {
      if (share >= COVER * SAMPLES) bitmap.set(x, row, black);
    });
  }
}

function addCrossings(lines: Map<number, Crossing[]>, contour: Contour, height: number): void {
  const points = contour.length / 2;
  for (let i = 0; i < points; i++) {
    const next = (i + 1) % points;
    const [x1 = 0, y1 = 0] = [contour[2 * i], contour[2 * i + 1]];
    const [x2 = 0, y2 = 0] = [contour[2 * next], contour[2 * next + 1]];
    if (y1 === y2) continue;
    const direction = y1 < y2 ? 1 : -1;
    const [top, bottom] = direction > 0 ? [y1, y2] : [y2, y1];
    // Sample lines lie in the middle of their share of a row.
    const first = Math.max(0, Math.ceil(top * SAMPLES - 0.5));
    const end = Math.min(height * SAMPLES, Math.ceil(bottom * SAMPLES - 0.5));
    for (let line = first; line < end; line++) {
      const y = (line + 0.5) / SAMPLES;
      const crossing = { x: x1 + ((y - y1) * (x2 - x1)) / (y2 - y1), direction };
      const others = lines.get(line);
      if (others) others.push(crossing);
      else lines.set(line, [crossing]);
    }
  }
}

function addCover(cover: Float32Array, crossings: Crossing[]): void {
  let winding = 0;
  let from = 0;
  for (const { x, direction } of crossings) {
    if (winding !== 0) addSpan(cover, from, x);
    from = x;
    winding += direction;
  }
}

function addSpan(cover: Float32Array, from: number, to: number): void {
  const start = Math.max(0, from);
  const end = Math.min(cover.length, to);
  for (let x = Math.floor(start); x < end; x++) {
    cover[x] = (cover[x] ?? 0) + Math.min(end, x + 1) - Math.max(start, x);
  }
}
