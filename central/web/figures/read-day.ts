import type { ServerScope } from 'nano';
import { addDays, type Day } from '../../../records/day.js';
import { sumSummaries, type SummarySum } from '../../../records/summary/sum-summaries.js';
import type { Area } from '../../area.js';
import { readArea, readAreaDays, type DaySum } from '../../summaries/read-area.js';

/** Weeks before that say what is usual on a weekday. */
const WEEKS = 4;

export interface DayFigures {
  total: SummarySum;
  /** the same weekday of the weeks before */
  before: SummarySum;
  /** by code of the child area, or of the facility */
  children: Map<string, SummarySum>;
  /** the same weekday a week before, by child */
  weekBefore: Map<string, SummarySum>;
  /** the day and the weeks before it, in order */
  days: DaySum[];
}

/** All that the page of an area's day is made of: a row a day, and two rows a child. */
export async function readDay(
  couch: ServerScope,
  area: Area,
  day: Day,
  by: 'child' | 'facility',
): Promise<DayFigures> {
  const weekAgo = addDays(day, -7);
  const [children, weekBefore, days] = await Promise.all([
    readArea(couch, area, { from: day, to: day }, by),
    readArea(couch, area, { from: weekAgo, to: weekAgo }, by),
    readAreaDays(couch, area, { from: addDays(day, -7 * (WEEKS + 1) + 1), to: day }),
  ]);
  const weekdays = new Set(Array.from({ length: WEEKS }, (_, week) => addDays(day, -7 * (week + 1))));
  return {
    total: children.total,
    before: sumSummaries(days.filter((one) => weekdays.has(one.day)).map(({ sum }) => sum)),
    children: children.children,
    weekBefore: weekBefore.children,
    days,
  };
}
