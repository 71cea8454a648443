import type { LedgerSum } from './exchange/messages.js';

export const EMPTY_SUM: LedgerSum = { count: 0, sums: [0, 0, 0, 0] };

/** Characters of a revision's hex that make one part: 28 bits, so that sums of 33 million records stay exact. */
const PART = 7;

/** `sum` with these revisions added to it, or with `sign` -1 taken from it; see central/ledger-sum-view.ts. */
export function addRevisions(sum: LedgerSum, revisions: Iterable<string>, sign: 1 | -1 = 1): LedgerSum {
  let { count } = sum;
  const sums: LedgerSum['sums'] = [...sum.sums];
  for (const revision of revisions) {
    const hex = revision.slice(revision.indexOf('-') + 1);
    count += sign;
    for (let i = 0; i < sums.length; i += 1)
      sums[i] = (sums[i] ?? 0) + sign * (Number.parseInt(hex.slice(i * PART, (i + 1) * PART), 16) || 0);
  }
  return { count, sums };
}

export function sameSum(a: LedgerSum, b: LedgerSum): boolean {
  return a.count === b.count && a.sums.every((part, i) => part === b.sums[i]);
}
