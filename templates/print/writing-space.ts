import { INNER, LEFT, RIGHT } from './a5.js';
import type { Labels } from './labels.js';
import type { Sheet } from './sheet.js';

const VITALS: [label: string, unit: string][] = [
  ['bloodPressure', 'mmHg'],
  ['pulse', '/min'],
  ['temperature', '°F'],
  ['spo2', '%'],
  ['weight', 'kg'],
  ['height', 'cm'],
  ['glucose', 'mg/dl'],
];

/** Boxes for what the nurse measures; gives the y below. */
export function drawVitalsSpace(sheet: Sheet, words: Labels, y: number): number {
  const cell = INNER / VITALS.length;
  const height = 40;
  sheet.box(LEFT, y, INNER, height, { stroke: 0.45, radius: 4 });
  VITALS.forEach(([key, unit], i) => {
    const x = LEFT + i * cell;
    if (i > 0) sheet.rule(x, y, x, y + height, 0.5, 0.7);
    sheet.fit(words.short(key), y + 2.5, [8, 7], { x: x + 2, width: cell - 4, align: 'center', maxLines: 1 });
    sheet.text(unit, y + height - 10.5, {
      x: x + 2,
      width: cell - 5,
      size: 6.5,
      align: 'right',
      maxLines: 1,
      shade: 0.45,
    });
  });
  return y + height + 8;
}

/** Room to write by hand, down to the footer: two short parts and the rest for advice and treatment. */
export function drawWritingSpace(sheet: Sheet, words: Labels, y: number, bottom: number): void {
  const space = bottom - y;
  const parts: [label: string, share: number][] = [
    ['complaint', 0.22],
    ['diagnosis', 0.2],
    ['advice', 0.58],
  ];
  let top = y;
  for (const [key, share] of parts) {
    sheet.text(words.label(key), top, { x: LEFT, width: INNER, size: 9, weight: 'bold', maxLines: 1 });
    top += space * share;
    if (key !== 'advice') sheet.rule(LEFT, top - 5, RIGHT, top - 5, 0.5, 0.7);
  }
}
