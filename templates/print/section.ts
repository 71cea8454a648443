import { INNER, LEFT } from './a5.js';
import type { Sheet } from './sheet.js';

const MUTED = 0.35;

/** A label in grey on the left, what it says beside it; gives the y below. */
export function drawSection(sheet: Sheet, label: string, text: string, y: number, bold = false): number {
  const labelWidth = 92;
  sheet.fit(label, y + 1, [8.5, 7.5, 6.5], { x: LEFT, width: labelWidth - 6, maxLines: 1, shade: MUTED });
  const weight = bold ? 'bold' : 'regular';
  const place = { x: LEFT + labelWidth, width: INNER - labelWidth, size: 9.5, maxLines: 12, weight } as const;
  return sheet.text(text, y, { ...place, leading: 1.34 }) + 2;
}
