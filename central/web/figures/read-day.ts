import type { ServerScope } from 'nano';
import { addDays, type Day } from '../../../records/day.js';
import { sumSummaries, type SummarySum } from '../../../records/summary/sum-summaries.js';
import { sumKinds } from '../../../records/summary/usual-day.js';
import { readArea, readAreaDays, type DaySum } from '../../summaries/read-area.js';
import { readKinds } from '../../summaries/read-kinds.js';
import type { Place } from '../places/place-book.js';
import type { KindsCompared } from './day-cell.js';
import type { ChildKind } from './read-children.js';
import { readRising, type RisingSums } from './read-rising.js';

/** Weeks before that say what is usual on a weekday. */
const WEEKS = 4;

export interface DayFigures {
  total: SummarySum;
  /** the same weekday of the weeks before */
  before: SummarySum;
  kinds: KindsCompared;
  rising: RisingSums;
  /** by code of the child area, or of the facility */
  children: Map<string, SummarySum>;
  /** the same weekday a week before, by child */
  weekBefore: Map<string, SummarySum>;
  /** the day and the weeks before it, in order */
  days: DaySum[];
}

/** All that the page of a place's day is made of: a row a day, one a kind of facility and weekday, and four a child. */
export async function readDay(
  couch: ServerScope,
  place: Place,
  day: Day,
  by: ChildKind,
): Promise<DayFigures> {
  const { area } = place;
  const weekAgo = addDays(day, -7);
  const weekdays = new Set(Array.from({ length: WEEKS }, (_, week) => addDays(day, -7 * (week + 1))));
  const [children, weekBefore, days, kinds, rising] = await Promise.all([
    readArea(couch, area, { from: day, to: day }, by),
    readArea(couch, area, { from: weekAgo, to: weekAgo }, by),
    readAreaDays(couch, area, { from: addDays(day, -7 * (WEEKS + 1) + 1), to: day }),
    readKinds(
      couch,
      area,
      [day, ...weekdays].map((one) => ({ from: one, to: one })),
    ),
    readRising(couch, place, day),
  ]);
  return {
    total: children.total,
    before: sumSummaries(days.filter((one) => weekdays.has(one.day)).map(({ sum }) => sum)),
    kinds: { now: kinds[0] ?? new Map(), before: sumKinds(kinds.slice(1)) },
    rising,
    children: children.children,
    weekBefore: weekBefore.children,
    days,
  };
}
