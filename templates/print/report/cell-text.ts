import type { ReportRow } from '../../../records/report.js';

/** What is not known here; a report that shows it also says what it means. */
export const NOT_KNOWN = '—';

const numbers = new Intl.NumberFormat('en-IN', { maximumFractionDigits: 2 });

/**
 * A cell as people read it: empty where the row says nothing, a sign where it says that nothing is known; Indian
 * grouping from ten thousand on (a year or a token stays whole).
 */
export function cellText(value: ReportRow['cells'][string] | undefined): string {
  if (value === undefined) return '';
  if (value === null) return NOT_KNOWN;
  return typeof value === 'number' ? numberText(value) : value;
}

export function numberText(value: number): string {
  if (!Number.isFinite(value)) return NOT_KNOWN;
  return Math.abs(value) < 10_000 ? String(Math.round(value * 100) / 100) : numbers.format(value);
}
