import type { StaffId } from './ids.js';

/** A critical result that no doctor has acknowledged. */
export interface WaitingResult {
  /** number of its record in the ledger */
  n: number;
  /** who ordered the test; undefined where the order is not known */
  orderedBy: StaffId | undefined;
  /** of the patient whom the doctor has before him */
  here: boolean;
}

export interface OpenPage {
  doctor: StaffId;
  /** results of this patient up to this number stand on the page already; 0 where none does */
  shownUpTo: number;
}

/**
 * What a doctor in the middle of a consultation is told of: what is new of this patient first, then what he ordered
 * himself, then the facility's; of each the latest, so that one that has just come is seen. `others` wait besides.
 */
export function watchCritical<T extends WaitingResult>(
  waiting: readonly T[],
  { doctor, shownUpTo }: OpenPage,
): { told: T | null; others: number } {
  const rank = ({ here, orderedBy }: T): number => (here ? 0 : orderedBy === doctor ? 1 : 2);
  const unseen = waiting.filter(({ here, n }) => !here || n > shownUpTo);
  const [told = null, ...others] = unseen.sort((a, b) => rank(a) - rank(b) || b.n - a.n);
  return { told, others: others.length };
}
