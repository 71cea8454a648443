import { parseVisitId } from '../../../records/ids.js';
import type { ReportColumn, ReportRow } from '../../../records/report.js';

/** Columns of an indicator: its share can be traced by its parts. */
const PARTS = ['numerator', 'denominator'];

/** Where the records behind a number are; undefined where a cell counts nothing. */
export function figureLink(
  path: string,
  { cells, figure }: ReportRow,
  { key }: ReportColumn,
): string | undefined {
  if (figure === undefined || typeof cells[key] !== 'number') return undefined;
  if (parseVisitId(figure)) return `${path}/trace/${encodeURIComponent(figure)}`;
  const whole = figure.includes(':');
  const [base = figure] = figure.split(':');
  const traced = whole ? (PARTS.includes(key) ? `${base}:${key}` : figure) : `${figure}:${key}`;
  return `${path}/trace/${encodeURIComponent(traced)}`;
}

/** The figures that an address may mean: one cell, else the whole row. */
export function figuresMeant(figure: string): string[] {
  const base = figure.slice(0, Math.max(0, figure.lastIndexOf(':')));
  return base === '' ? [figure] : [figure, base];
}
