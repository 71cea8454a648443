import { Bitmap } from './bitmap.js';
import { fillOutline, type Contour } from './fill-outline.js';
import { lineContours } from './glyph-contours.js';
import { qrModules } from './qr-modules.js';
import type { Mark, Sheet } from './sheet.js';

/** Thermal heads have 8 dots to the millimetre (203 dpi). */
const DOTS_PER_POINT = (8 * 25.4) / 72;

/** Draws a sheet in black and white dots for a thermal head; shades lighter than 0.7 stay paper. */
export function renderBitmap(sheet: Sheet): Bitmap {
  const bitmap = new Bitmap(dots(sheet.width), dots(sheet.height));
  for (const mark of sheet.marks) draw(bitmap, mark);
  return bitmap;
}

function draw(bitmap: Bitmap, mark: Mark): void {
  switch (mark.kind) {
    case 'text': {
      const { text, x, y, size, weight, shade } = mark;
      const scale = DOTS_PER_POINT;
      fillOutline(bitmap, lineContours(text, x * scale, y * scale, size * scale, weight), shade < 0.7);
      return;
    }
    case 'box':
      drawBox(bitmap, mark);
      return;
    case 'rule': {
      const thick = Math.max(1, dots(mark.line));
      const width = Math.max(thick, dots(mark.x2 - mark.x1));
      const height = Math.max(thick, dots(mark.y2 - mark.y1));
      bitmap.rectangle(dots(mark.x1), dots(mark.y1), width, height, true);
      return;
    }
    case 'disc':
      drawDisc(bitmap, mark);
      return;
    case 'qr':
      drawQr(bitmap, mark);
  }
}

function drawBox(bitmap: Bitmap, mark: Extract<Mark, { kind: 'box' }>): void {
  const [x, y, width, height] = [dots(mark.x), dots(mark.y), dots(mark.width), dots(mark.height)];
  const radius = mark.radius * DOTS_PER_POINT;
  const line = Math.max(1, dots(mark.line));
  if (mark.fill !== undefined) {
    fillOutline(bitmap, [roundedBox(x, y, width, height, radius)], mark.fill < 0.7);
  }
  if (mark.stroke === undefined) return;
  const outer = roundedBox(x, y, width, height, radius);
  const inner = roundedBox(
    x + line,
    y + line,
    width - 2 * line,
    height - 2 * line,
    Math.max(0, radius - line),
  );
  fillOutline(bitmap, [outer, reversed(inner)], mark.stroke < 0.7);
}

function drawDisc(bitmap: Bitmap, mark: Extract<Mark, { kind: 'disc' }>): void {
  const [x, y, radius] = [mark.x * DOTS_PER_POINT, mark.y * DOTS_PER_POINT, mark.radius * DOTS_PER_POINT];
  const line = Math.max(1, mark.line * DOTS_PER_POINT);
  if (mark.fill !== undefined) fillOutline(bitmap, [circle(x, y, radius)], mark.fill < 0.7);
  if (mark.stroke === undefined) return;
  const ring = [circle(x, y, radius + line / 2), reversed(circle(x, y, radius - line / 2))];
  fillOutline(bitmap, ring, mark.stroke < 0.7);
}

/** Modules of whole dots, in the middle of their place: a scanner reads uneven modules badly. */
function drawQr(bitmap: Bitmap, { text, x, y, size }: Extract<Mark, { kind: 'qr' }>): void {
  const { side, dark } = qrModules(text);
  const module = Math.max(1, Math.floor((size * DOTS_PER_POINT) / side));
  const spare = (size * DOTS_PER_POINT - module * side) / 2;
  const left = Math.round(x * DOTS_PER_POINT + spare);
  const top = Math.round(y * DOTS_PER_POINT + spare);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      if (!dark(row, column)) continue;
      bitmap.rectangle(left + column * module, top + row * module, module, module, true);
    }
  }
}

function roundedBox(x: number, y: number, width: number, height: number, radius: number): Contour {
  if (radius <= 0) return [x, y, x + width, y, x + width, y + height, x, y + height];
  const right = x + width - radius;
  const bottom = y + height - radius;
  return [
    ...arc(right, y + radius, radius, -90, 0),
    ...arc(right, bottom, radius, 0, 90),
    ...arc(x + radius, bottom, radius, 90, 180),
    ...arc(x + radius, y + radius, radius, 180, 270),
  ];
}

function circle(x: number, y: number, radius: number): Contour {
  return arc(x, y, radius, 0, 354);
}

function arc(x: number, y: number, radius: number, from: number, to: number): Contour {
  const points: Contour = [];
  for (let degrees = from; degrees <= to; degrees += 6) {
    const angle = (degrees * Math.PI) / 180;
    points.push(x + radius * Math.cos(angle), y + radius * Math.sin(angle));
  }
  return points;
}

function reversed(contour: Contour): Contour {
  const back: Contour = [];
  for (let i = contour.length - 2; i >= 0; i -= 2) back.push(contour[i] ?? 0, contour[i + 1] ?? 0);
  return back;
}

function dots(points: number): number {
  return Math.round(points * DOTS_PER_POINT);
}
