import type { ReportPlot } from '../../../records/report.js';
import { textWidth } from '../hindi-text.js';
import { printable } from '../printable.js';
import { Sheet, type TextStyle } from '../sheet.js';
import { numberText } from './cell-text.js';
import { drawLegend } from './plot-legend.js';
import { axisScale, PLOT_LINE, PLOT_SIZE } from './plot-scale.js';
import { drawBar, drawPoint, drawStretch } from './series-look.js';

const GRAPH_HEIGHT = 150;

interface Frame {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Bars, stacks or lines over a row of short labels. */
export function standingPlot(plot: ReportPlot, ticks: number[], width: number): Sheet {
  const sheet = new Sheet(width, 0);
  const tickWidth = Math.max(...ticks.map((tick) => textWidth(numberText(tick), { size: PLOT_SIZE })));
  const top = drawLegend(sheet, plot, width) + PLOT_LINE * 0.7;
  const frame = { left: tickWidth + 6, right: width - 4, top, bottom: top + GRAPH_HEIGHT };
  const y = axisScale(ticks, frame.bottom, frame.top);
  for (const tick of ticks) {
    sheet.rule(frame.left, y(tick), frame.right, y(tick), tick === 0 ? 0.8 : 0.35, tick === 0 ? 0 : 0.7);
    const place = { x: 0, width: tickWidth, size: PLOT_SIZE, align: 'right', maxLines: 1 } as const;
    sheet.text(numberText(tick), y(tick) - PLOT_LINE / 2, place);
  }
  const slot = (frame.right - frame.left) / plot.labels.length;
  if (plot.form === 'lines') drawLines(sheet, plot, frame, slot, y);
  else drawStandingBars(sheet, plot, frame, slot, y);
  sheet.height = drawLabels(sheet, plot.labels, frame, slot) + 4;
  return sheet;
}

/** Every label, or every second, fifth, … where they would touch. */
function drawLabels(sheet: Sheet, labels: string[], { left, bottom }: Frame, slot: number): number {
  const widest = Math.max(
    ...labels.map((label) => textWidth(printable(label.slice(0, 40)), { size: PLOT_SIZE })),
    1,
  );
  // Two lines may share a label's words.
  const broken = widest > slot - 3 && widest <= slot * 1.8 && labels.length <= 16;
  const every = broken ? 1 : niceEvery((widest + 4) / slot);
  let below = bottom;
  for (const [i, label] of labels.entries()) {
    if (i % every !== 0) continue;
    const middle = left + (i + 0.5) * slot;
    const width = broken ? slot - 2 : Math.max(widest + 2, slot * every - 2);
    const right = left + slot * labels.length + 4;
    const x = Math.min(Math.max(0, middle - width / 2), Math.max(0, right - width));
    sheet.rule(middle, bottom, middle, bottom + 2, 0.5, 0);
    const style = { x, width, size: PLOT_SIZE, align: 'center', maxLines: 2, leading: 1.3 } as const;
    below = Math.max(below, sheet.text(label, bottom + 2.5, style));
  }
  return below;
}

function niceEvery(least: number): number {
  return [1, 2, 5, 7, 10, 14, 20, 30, 50, 100].find((one) => one >= least) ?? Math.ceil(least);
}

function drawStandingBars(
  sheet: Sheet,
  { form, labels, series }: ReportPlot,
  { left }: Frame,
  slot: number,
  y: (value: number) => number,
): void {
  const gap = Math.min(slot * 0.24, 12);
  const wide = Math.min(slot - gap, form === 'stacked' ? 46 : 34 * series.length);
  const one = form === 'stacked' ? wide : wide / series.length;
  const values = series.length * labels.length;
  for (const [i] of labels.entries()) {
    const start = left + (i + 0.5) * slot - wide / 2;
    const ends = { above: 0, below: 0 };
    for (const [s, { values: column }] of series.entries()) {
      const value = column[i] ?? null;
      if (value === null) continue;
      const end = value < 0 ? 'below' : 'above';
      const from = form === 'stacked' ? ends[end] : 0;
      if (form === 'stacked') ends[end] += value;
      const edges = [y(from), y(from + value)];
      const x = form === 'stacked' ? start : start + s * one;
      const area = { x, y: Math.min(...edges), width: one, height: Math.max(...edges) - Math.min(...edges) };
      drawBar(sheet, s, area);
      const text = numberText(value);
      if (form === 'bars' && values <= 40 && textWidth(text, { size: 6.5 }) <= one + 3) {
        const place = { x: x - 6, width: one + 12, size: 6.5, align: 'center', maxLines: 1 } as const;
        drawValue(sheet, text, value < 0 ? y(value) : y(value) - 9, place);
      }
    }
    if (form === 'stacked' && values <= 60) {
      const text = numberText(ends.above);
      const place = { x: start - 8, width: wide + 16, size: 6.5, align: 'center', maxLines: 1 } as const;
      if (textWidth(text, place) <= slot && ends.above > 0) drawValue(sheet, text, y(ends.above) - 9, place);
    }
  }
}

function drawLines(
  sheet: Sheet,
  { labels, series }: ReportPlot,
  { left }: Frame,
  slot: number,
  y: (value: number) => number,
): void {
  for (const [s, { values }] of series.entries()) {
    const at = (i: number): [number, number] | null => {
      const value = values[i] ?? null;
      return value === null ? null : [left + (i + 0.5) * slot, y(value)];
    };
    for (const [i] of labels.entries()) {
      const [from, to] = [at(i - 1), at(i)];
      if (from && to) drawStretch(sheet, s, from, to);
    }
    for (const [i] of labels.entries()) {
      const point = at(i);
      // Where points would melt into a band, only the lonely ones between gaps are marked.
      if (point && (slot >= 6 || (!at(i - 1) && !at(i + 1)))) drawPoint(sheet, s, ...point);
    }
  }
}

/** A number over its bar, on paper of its own where a line of the axis runs through. */
function drawValue(sheet: Sheet, text: string, y: number, style: TextStyle): void {
  const width = textWidth(text, style) + 2;
  sheet.box(style.x + (style.width - width) / 2, y + 1, width, 7, { fill: 1, line: 0 });
  sheet.text(text, y, style);
}
