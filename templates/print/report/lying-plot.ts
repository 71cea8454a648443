import type { ReportPlot } from '../../../records/report.js';
import { textWidth, wrapText } from '../hindi-text.js';
import { Sheet } from '../sheet.js';
import { numberText } from './cell-text.js';
import { drawLegend } from './plot-legend.js';
import { axisScale, PLOT_LINE, PLOT_SIZE } from './plot-scale.js';
import { drawBar } from './series-look.js';

/** Points for one label and its bars, where the label takes no more than one line. */
export function lyingRowHeight({ form, series }: ReportPlot): number {
  return Math.max(15, (form === 'stacked' ? 1 : series.length) * 8 + 5);
}

/** Bars from left to right, each label beside its own: room for long names. */
export function lyingPlot(plot: ReportPlot, ticks: number[], width: number): Sheet {
  const sheet = new Sheet(width, 0);
  const { labels, series, form } = plot;
  const labelWidth = width * 0.36;
  const top = drawLegend(sheet, plot, width) + 4;
  const bars = form === 'stacked' ? 1 : series.length;
  const broken = labels.map((label) =>
    wrapText(label, { size: PLOT_SIZE, width: labelWidth - 6, maxLines: 4 }),
  );
  const least = lyingRowHeight(plot);
  const heights = broken.map((lines) => Math.max(least, lines.length * PLOT_LINE + 3));
  const bottom = top + heights.reduce((a, b) => a + b, 0);
  const widest = Math.max(...ticks.map((tick) => textWidth(numberText(tick), { size: PLOT_SIZE })));
  // Room for a value beside the longest bar, and for half of the last tick's number.
  const x = axisScale(ticks, labelWidth, width - widest - 6);
  for (const tick of ticks) {
    sheet.rule(x(tick), top, x(tick), bottom, tick === 0 ? 0.8 : 0.35, tick === 0 ? 0 : 0.7);
    const text = numberText(tick);
    const place = {
      x: x(tick) - widest / 2 - 3,
      width: widest + 6,
      size: PLOT_SIZE,
      align: 'center',
      maxLines: 1,
    } as const;
    sheet.text(text, bottom + 1, place);
  }
  let y = top;
  for (const [i] of labels.entries()) {
    const height = heights[i]!;
    const lines = broken[i]!;
    const style = { x: 0, width: labelWidth - 5, size: PLOT_SIZE, align: 'right' } as const;
    sheet.lines(lines, y + (height - lines.length * PLOT_LINE) / 2, style);
    const thick = (height - 5) / bars;
    let end = 0;
    for (const [s, { values }] of series.entries()) {
      const value = values[i] ?? null;
      if (value === null) continue;
      const from = form === 'stacked' ? end : 0;
      end = from + value;
      const edges = [x(from), x(end)];
      const area = { x: Math.min(...edges), width: Math.max(...edges) - Math.min(...edges), height: thick };
      const barY = y + 2.5 + (form === 'stacked' ? 0 : s * thick);
      drawBar(sheet, s, { ...area, y: barY });
      if (form === 'stacked') continue;
      const place = { x: Math.max(...edges) + 2, width: widest + 4, size: 6.5, maxLines: 1 } as const;
      sheet.text(numberText(value), barY + thick / 2 - 4.4, place);
    }
    if (form === 'stacked' && end > 0) {
      const place = { x: x(end) + 2, width: widest + 4, size: 6.5, maxLines: 1 } as const;
      sheet.text(numberText(end), y + height / 2 - 4.4, place);
    }
    y += height;
  }
  sheet.height = bottom + PLOT_LINE + 5;
  return sheet;
}
