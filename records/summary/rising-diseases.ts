import type { SummarySum } from './sum-summaries.js';

export interface DiseaseWeek {
  figure: string;
  /** cases in the last seven days */
  now: number;
  /** cases in seven days, on the mean of the weeks before; null where none of them was reported */
  usual: number | null;
  rises: boolean;
}

/** From which number of cases on, and how many times what is usual, a disease rises. */
export interface Rise {
  least: number;
  times: number;
}

type Reports = Pick<SummarySum, 'days' | 'figures'>;

/**
 * Cases of the last seven days beside the weeks before, for as many reports, those that rise first. A disease that
 * nobody had is left out.
 * @param before of several weeks
 */
export function diseaseWeeks(
  figures: readonly string[],
  { now, before }: { now: Reports; before: Reports },
  { least, times }: Rise,
): DiseaseWeek[] {
  return figures
    .map((figure) => {
      const count = now.figures[figure] ?? 0;
      const usual = before.days === 0 ? null : ((before.figures[figure] ?? 0) / before.days) * now.days;
      return { figure, now: count, usual, rises: usual !== null && count >= least && count >= usual * times };
    })
    .filter((week) => week.now > 0 || (week.usual ?? 0) > 0)
    .sort((a, b) => Number(b.rises) - Number(a.rises) || b.now - a.now);
}
