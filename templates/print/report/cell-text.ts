import { indianNumber } from '../../../records/indian-number.js';
import type { ReportRow } from '../../../records/report.js';

/** What is not known here; a report that shows it also says what it means. */
export const NOT_KNOWN = '—';

/** A cell as people read it: empty where the row says nothing, a sign where it says that nothing is known. */
export function cellText(value: ReportRow['cells'][string] | undefined): string {
  if (value === undefined) return '';
  if (value === null) return NOT_KNOWN;
  return typeof value === 'number' ? numberText(value) : value;
}

export function numberText(value: number): string {
  return Number.isFinite(value) ? indianNumber(value, 2) : NOT_KNOWN;
}
