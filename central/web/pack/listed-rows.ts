import type { ReportRow } from '../../../records/report.js';
import type { Telling } from '../figures/day-cell.js';

/** A row for each of the first ones, and in words how many more there are: a state's pack is no longer than a block's. */
export function listedRows<T>(
  { t }: Telling,
  all: readonly T[],
  most: number,
  cells: (one: T) => ReportRow['cells'] & { name: string },
): ReportRow[] {
  const rows = all.slice(0, most).map((one) => ({ cells: cells(one) }));
  const more = all.length - rows.length;
  return more > 0 ? [...rows, { cells: { name: t('centre.pack.more', { count: more }) } }] : rows;
}
