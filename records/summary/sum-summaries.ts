import type { SummaryRecord } from '../summary.js';

/** Summaries of any days and facilities, added up. */
export interface SummarySum {
  /** how many summaries: facility-days that were reported */
  days: number;
  /** of them, days on which anybody came */
  open: number;
  figures: Record<string, number>;
  /** see `WaitHistogram` */
  waits: Record<string, number[]>;
}

/** The figure by which a day is told to have been an open one. */
export const FOOTFALL = 'opd';

/** One summary as a sum of its own; the view of the `summaries` database emits the same, and a test holds them together. */
export function summaryAsSum({ figures, waits = {} }: Pick<SummaryRecord, 'figures' | 'waits'>): SummarySum {
  return { days: 1, open: (figures[FOOTFALL] ?? 0) > 0 ? 1 : 0, figures, waits };
}

export function sumSummaries(sums: Iterable<SummarySum>): SummarySum {
  const total: SummarySum = { days: 0, open: 0, figures: {}, waits: {} };
  for (const { days, open, figures, waits } of sums) {
    total.days += days;
    total.open += open;
    for (const [code, value] of Object.entries(figures)) {
      total.figures[code] = (total.figures[code] ?? 0) + value;
    }
    for (const [code, histogram] of Object.entries(waits)) {
      total.waits[code] = addPlaces(total.waits[code] ?? [], histogram);
    }
  }
  return total;
}

function addPlaces(a: readonly number[], b: readonly number[]): number[] {
  return Array.from(
    { length: Math.max(a.length, b.length) },
    (_, place) => (a[place] ?? 0) + (b[place] ?? 0),
  );
}
