import { isExpired, type Batch } from './batch.js';
import type { PrescriptionLine } from './care.js';
import { addDays, type Day } from './day.js';

/** Last day of the course of what is still open of a line, where it begins on a day: what was fetched before is taken. */
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
