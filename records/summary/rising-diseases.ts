import type { Day } from '../day.js';
import type { SummarySum } from './sum-summaries.js';

export interface DiseaseWeek {
  figure: string;
  /** cases in the last seven days */
  now: number;
  /** cases in seven days, on the mean of the weeks before; null where none of them was reported */
  usual: number | null;
  rises: boolean;
}

const WEEK = 7;

/**
 * Cases of the last seven days beside the weeks before, for as many reports, those that rise first. A disease that
 * nobody had is left out.
 * @param days in order, several weeks
 */
export function diseaseWeeks(
  figures: readonly string[],
  days: readonly { day: Day; sum: Pick<SummarySum, 'days' | 'figures'> }[],
  { least, times }: { least: number; times: number },
): DiseaseWeek[] {
  const [now, before] = [days.slice(-WEEK), days.slice(0, -WEEK)];
  const reports = (some: typeof days): number => some.reduce((all, { sum }) => all + sum.days, 0);
  const cases = (some: typeof days, figure: string): number =>
    some.reduce((all, { sum }) => all + (sum.figures[figure] ?? 0), 0);
  const [reportsNow, reportsBefore] = [reports(now), reports(before)];
  return figures
    .map((figure) => {
      const count = cases(now, figure);
      const usual = reportsBefore === 0 ? null : (cases(before, figure) / reportsBefore) * reportsNow;
      return { figure, now: count, usual, rises: usual !== null && count >= least && count >= usual * times };
    })
    .filter((week) => week.now > 0 || (week.usual ?? 0) > 0)
    .sort((a, b) => Number(b.rises) - Number(a.rises) || b.now - a.now);
}
