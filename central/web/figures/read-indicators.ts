import { addDays } from '../../../records/day.js';
import { daysOf } from '../../../records/reports/report-period.js';
import { sumSummaries, type SummarySum } from '../../../records/summary/sum-summaries.js';
import { readAreaDays, type DaySum, type Period } from '../../summaries/read-area.js';
import type { Place } from '../places/place-book.js';
import { expectedDays } from './expected-days.js';
import type { Reported } from '../../summaries/followed-reports.js';
import type { WebFrame } from '../web-frame.js';
import { periodBefore } from './period-request.js';

/** Weeks that a trend shows at least. */
const LEAST_WEEKS = 8;
/** A period of more days is not compared with the one before: that would double what is read. */
const MOST_COMPARED = 100;

export interface IndicatorFigures {
  total: SummarySum;
  /** of as many days just before; null where they were not read */
  before: SummarySum | null;
  /** the days that the trend is drawn of, in order */
  days: DaySum[];
  /** of all facilities, by code */
  reported: ReadonlyMap<string, Reported>;
  /** facility-days of the period that should be there */
  expected: number;
}

/** An area's figures over a period with what they are compared with: a row a day. */
export async function readIndicators(
  { couch, reports }: Pick<WebFrame, 'couch' | 'reports'>,
  { area, facilities }: Place,
  period: Period,
): Promise<IndicatorFigures> {
  const [days, reported] = await Promise.all([
    readAreaDays(couch, area, { from: firstDayRead(period), to: period.to }),
    reports.read(),
  ]);
  return { ...splitDays(days, period), days, reported, expected: expectedDays(facilities, reported, period) };
}

export function firstDayRead(period: Period): string {
  const weeks = addDays(period.to, 1 - 7 * LEAST_WEEKS);
  const before = daysOf(period).length <= MOST_COMPARED ? periodBefore(period).from : period.from;
  return before < weeks ? before : weeks;
}

/** @param days from `firstDayRead` on; those that nobody reported may be absent */
export function splitDays(
  days: readonly DaySum[],
  period: Period,
): Pick<IndicatorFigures, 'total' | 'before'> {
  const within = ({ from, to }: Period): SummarySum =>
    sumSummaries(days.filter(({ day }) => day >= from && day <= to).map(({ sum }) => sum));
  const before = periodBefore(period);
  return { total: within(period), before: firstDayRead(period) <= before.from ? within(before) : null };
}
