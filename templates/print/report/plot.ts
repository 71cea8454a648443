import type { ReportPlot } from '../../../records/report.js';
import { textWidth } from '../hindi-text.js';
import type { Labels } from '../labels.js';
import { printable } from '../printable.js';
import { Sheet } from '../sheet.js';
import { lyingPlot, lyingRowHeight } from './lying-plot.js';
import { axisTicks, PLOT_SIZE } from './plot-scale.js';
import { standingPlot } from './standing-plot.js';

/** Height of one drawing whose bars lie, points; more labels go into the next drawing. */
const HIGHEST = 400;

/** A plot as drawings of so many points across, one below the other; most plots are one. */
export function plotSheets(plot: ReportPlot, width: number, words: Labels): Sheet[] {
  const clean = cleaned(plot);
  const values = axisValues(clean);
  if (values.length === 0) return [emptyPlot(words, width)];
  const ticks = axisTicks(values);
  if (!lies(clean, width)) return [standingPlot(clean, ticks, width)];
  const parts = Math.ceil((clean.labels.length * lyingRowHeight(clean)) / HIGHEST);
  const each = Math.ceil(clean.labels.length / parts);
  return Array.from({ length: parts }, (_, i) => lyingPlot(slice(clean, i * each, each), ticks, width));
}

/** One value for each label; what is no number is a gap. */
function cleaned({ labels, series, ...plot }: ReportPlot): ReportPlot {
  const isNumber = (value: number | null | undefined): boolean =>
    typeof value === 'number' && Number.isFinite(value);
  return {
    ...plot,
    labels,
    series: series.map(({ name, values }) => ({
      name,
      values: labels.map((_, i) => (isNumber(values[i]) ? values[i]! : null)),
    })),
  };
}

function slice(plot: ReportPlot, from: number, count: number): ReportPlot {
  return {
    ...plot,
    labels: plot.labels.slice(from, from + count),
    series: plot.series.map(({ name, values }) => ({ name, values: values.slice(from, from + count) })),
  };
}

/** What the axis must reach: the values, or for stacks their sums. */
function axisValues({ form, labels, series }: ReportPlot): number[] {
  const all = series.flatMap(({ values }) => values.filter((value) => value !== null));
  if (form !== 'stacked' || all.length === 0) return all;
  const sums = labels.flatMap((_, i) => {
    const column = series.map(({ values }) => values[i] ?? 0);
    const above = column.filter((value) => value > 0).reduce((a, b) => a + b, 0);
    const below = column.filter((value) => value < 0).reduce((a, b) => a + b, 0);
    return [above, below];
  });
  return sums;
}

/** Bars lie where their labels are too long to stand below them. */
function lies({ form, labels }: ReportPlot, width: number): boolean {
  if (form === 'lines') return false;
  const slot = (width - 40) / labels.length;
  const widths = labels.map((label) => textWidth(printable(label.slice(0, 80)), { size: PLOT_SIZE }));
  return Math.max(...widths) > Math.max(slot * 1.8, 26);
}

function emptyPlot(words: Labels, width: number): Sheet {
  const sheet = new Sheet(width, 44);
  sheet.box(0.5, 2, width - 1, 40, { stroke: 0.6, line: 0.5 });
  sheet.text(words.label('noFigures'), 15, {
    x: 0,
    width,
    size: 9,
    align: 'center',
    maxLines: 1,
    shade: 0.3,
  });
  return sheet;
}
