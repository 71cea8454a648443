import type { Report } from '../../../records/report.js';
import type { Flow } from './flow.js';
import { drawSectionTitle } from './prose.js';

const LINES = 5;
const LINE = 22;
const SIGNATURE = 46;

/** Ruled lines to write on by hand, and below them a place for each who signs; all of it on one page. */
export function drawRoom(flow: Flow, { title, signatures }: NonNullable<Report['room']>): void {
  const { left, right, inner } = flow.paper;
  flow.need(24 + LINES * LINE + SIGNATURE);
  flow.draw((sheet, y) => {
    let at = drawSectionTitle(sheet, flow.paper, title, y + 4);
    for (let line = 0; line < LINES; line++) {
      at += LINE;
      sheet.rule(left, at, right, at, 0.4, 0.55);
    }
    const each = inner / Math.max(1, signatures.length);
    for (const [i, name] of signatures.entries()) {
      const x = left + i * each;
      sheet.rule(x, at + SIGNATURE - 14, x + each - 18, at + SIGNATURE - 14, 0.6, 0);
      sheet.text(name, at + SIGNATURE - 12, { x, width: each - 18, size: 8, maxLines: 1, shade: 0.2 });
    }
    return at + SIGNATURE;
  });
}
