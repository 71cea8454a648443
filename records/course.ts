import { isExpired, type Batch } from './batch.js';
import type { PrescriptionLine } from './care.js';
import { addDays, daysBetween, type Day } from './day.js';

/** What was fetched of a line, in units of what was prescribed. */
export interface Fetched {
  day: Day;
  units: number;
}

/** The day on which what is fetched today is begun: after what was fetched before, which lasts its share of the days. */
export function courseStart(
  { dose, quantity }: Pick<PrescriptionLine, 'dose' | 'quantity'>,
  fetched: readonly Fetched[],
  today: Day,
): Day {
  const perUnit = quantity > 0 ? dose.days / quantity : 0;
  // A stretch that ran out before the next visit ends there: nobody takes medicine that he does not have.
  const lasts = fetched
    .toSorted((a, b) => (a.day < b.day ? -1 : 1))
    .reduce<{ day: Day; left: number }>(
      ({ day, left }, one) => {
        const kept = Math.max(0, left - Math.max(0, daysBetween(day, one.day)));
        return { day: one.day, left: kept + one.units * perUnit };
      },
      { day: today, left: 0 },
    );
  return addDays(today, Math.floor(Math.max(0, lasts.left - daysBetween(lasts.day, today))));
}

/** Last day of the course of what is still open of a line, where that is begun on a day. */
export function courseEnd(
  { dose, quantity }: Pick<PrescriptionLine, 'dose' | 'quantity'>,
  open: number,
  from: Day,
): Day {
  const days = quantity > open ? Math.ceil((dose.days * open) / quantity) : dose.days;
  return addDays(from, Math.max(days, 1) - 1);
}

/**
 * Batches in the order in which they are given: those that last to the end of the course, the first to expire first;
 * then those that don't, the last to expire first.
 * @param batches earliest expiry first
 */
export function batchesForCourse<B extends Batch>(batches: readonly B[], end: Day): B[] {
  const lasting = batches.filter((batch) => !isExpired(batch, end));
  const short = batches.filter((batch) => isExpired(batch, end));
  return [...lasting, ...short.reverse()];
}
