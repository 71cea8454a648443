import type { ReportPlot } from '../../../records/report.js';
import { textWidth } from '../hindi-text.js';
import { printable } from '../printable.js';
import type { Sheet } from '../sheet.js';
import { PLOT_LINE, PLOT_SIZE } from './plot-scale.js';
import { drawBar, drawPoint, drawStretch } from './series-look.js';

/** The unit, and what each look stands for where there are several. */
export function drawLegend(sheet: Sheet, { unit, series, form }: ReportPlot, width: number): number {
  let y = sheet.text(unit, 0, { x: 0, width, size: PLOT_SIZE, maxLines: 2, shade: 0.3 });
  if (series.length < 2) return y;
  let x = 0;
  for (const [i, { name }] of series.entries()) {
    const room = Math.min(width - 20, textWidth(printable(name.slice(0, 120)), { size: PLOT_SIZE }) + 1);
    if (x > 0 && x + 18 + room > width) {
      x = 0;
      y += PLOT_LINE + 1;
    }
    if (form === 'lines') {
      drawStretch(sheet, i, [x, y + PLOT_LINE / 2], [x + 14, y + PLOT_LINE / 2]);
      drawPoint(sheet, i, x + 7, y + PLOT_LINE / 2);
    } else drawBar(sheet, i, { x, y: y + 1.5, width: 12, height: 7 });
    sheet.text(name, y, { x: x + 17, width: room, size: PLOT_SIZE, maxLines: 1 });
    x += 17 + room + 14;
  }
  return y + PLOT_LINE + 1;
}
