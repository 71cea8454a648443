import { addDays, type Day } from '../day.js';
import type { VisitDays } from '../visit-days.js';

/** A summary that stands, or was found to be right again: number of the last record that it knows of. */
export type KnownUpTo = ReadonlyMap<Day, number>;

export interface DueDaysOptions {
  today: Day;
  /** day of the box's first record */
  first: Day;
  visitDays: VisitDays;
  known: KnownUpTo;
  /** what happened on a day is found in visits that began at most so many days before */
  lookBackDays: number;
}

/** Of longer ago only days on which anybody came are summed up. */
const QUIET_DAYS = 31;

/**
 * Days that are over and have no summary, or to which something was added since: the day itself or one that its figures
 * look back on. Earliest first.
 */
export function dueDays({ today, first, visitDays, known, lookBackDays }: DueDaysOptions): Day[] {
  const days = new Set(visitDays.days().filter((day) => day < today));
  const quiet = addDays(today, -QUIET_DAYS);
  for (let day = first > quiet ? first : quiet; day < today; day = addDays(day, 1)) days.add(day);
  return [...days].sort().filter((day) => {
    const upTo = known.get(day);
    return upTo === undefined || lastBehind(day, visitDays, lookBackDays) > upTo;
  });
}

/** Number of the last record that a day's figures can depend on. */
export function lastBehind(day: Day, visitDays: VisitDays, lookBackDays: number): number {
  let last = 0;
  for (let back = 0; back <= lookBackDays; back += 1)
    last = Math.max(last, visitDays.last(addDays(day, -back)));
  return last;
}
