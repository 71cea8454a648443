import { addDays, daysBetween, type Day } from '../../../records/day.js';
import { daysOf } from '../../../records/reports/report-period.js';
import { kpiValue, type Kpi } from '../../../records/summary/kpi.js';
import { sumSummaries, type SummarySum } from '../../../records/summary/sum-summaries.js';
import { formatDay } from '../../../templates/format-day.js';
import type { DaySum, Period } from '../../summaries/read-area.js';
import { barChart, type BarChart } from '../charts/bar-chart.js';
import type { Telling } from './day-cell.js';
import { kpiText } from './figure-text.js';

export interface WeekSum {
  first: Day;
  last: Day;
  sum: SummarySum;
}

/**
 * Weeks of seven days, the last of which ends with the period: added up once, for all indicators of a page.
 * @param days from the first one read on; those that nobody reported may be absent
 */
export function weekSums(days: readonly DaySum[], { from, to }: Period): WeekSum[] {
  const sums = new Map(days.map(({ day, sum }) => [day, sum]));
  const weeks = Math.floor((daysBetween(from, to) + 1) / 7);
  return Array.from({ length: weeks }, (_, index) => {
    const last = addDays(to, -7 * (weeks - 1 - index));
    const first = addDays(last, -6);
    const week = daysOf({ from: first, to: last }).flatMap((day) => sums.get(day) ?? []);
    return { first, last, sum: sumSummaries(week) };
  });
}

/** An indicator by weeks; one that nobody reported is a gap. */
export function weeksChart({ t, language }: Telling, kpi: Kpi, weeks: readonly WeekSum[]): BarChart {
  const bars = weeks.map(({ first, last, sum }, index) => {
    const { value } = kpiValue(kpi, sum);
    const label = `${formatDay(language, first)} – ${formatDay(language, last)}`;
    return { label, value, text: kpiText(t, kpi, value), marked: index === weeks.length - 1 };
  });
  return barChart(bars, kpi.target);
}
