import type { PathCommand } from 'fontkit';
import type { Contour } from './fill-outline.js';
import { printFont, type Weight } from './fonts.js';
import { shapeLine } from './hindi-text.js';

/** Lines per curve: at slip sizes a curve is a few dots long. */
const STEPS = 6;

/** The outlines of a shaped line whose baseline starts at x, y. `size` in dots per em. */
export function lineContours(line: string, x: number, y: number, size: number, weight: Weight): Contour[] {
  const scale = size / printFont(weight).unitsPerEm;
  const contours: Contour[] = [];
  let pen = x;
  for (const run of shapeLine(line, weight)) {
    run.glyphs.forEach((glyph, i) => {
      const position = run.positions[i];
      if (!position) return;
      const left = pen + position.xOffset * scale;
      const base = y - position.yOffset * scale;
      contours.push(...flatten(glyph.path.commands, left, base, scale));
      pen += position.xAdvance * scale;
    });
  }
  return contours;
}

function flatten(commands: PathCommand[], left: number, base: number, scale: number): Contour[] {
  const contours: Contour[] = [];
  let contour: Contour = [];
  let px = 0;
  let py = 0;
  const to = (x: number, y: number): void => {
    contour.push(left + x * scale, base - y * scale);
  };
  for (const { command, args } of commands) {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = args;
    if (command === 'closePath') continue;
    if (command === 'moveTo') {
      contour = [];
      contours.push(contour);
      to(a, b);
    } else if (command === 'lineTo') {
      to(a, b);
    } else if (command === 'quadraticCurveTo') {
      for (let i = 1; i <= STEPS; i++) {
        const t = i / STEPS;
        const u = 1 - t;
        to(u * u * px + 2 * u * t * a + t * t * c, u * u * py + 2 * u * t * b + t * t * d);
      }
    } else {
      for (let i = 1; i <= STEPS; i++) {
        const t = i / STEPS;
        const u = 1 - t;
        const [k0, k1, k2, k3] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
        to(k0 * px + k1 * a + k2 * c + k3 * e, k0 * py + k1 * b + k2 * d + k3 * f);
      }
    }
    [px, py] = args.slice(-2) as [number, number];
  }
  return contours;
}
