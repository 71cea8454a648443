import type { LedgerSum } from './exchange/messages.js';

/** The design document at the centre that sums a ledger up, and its view, by Indian days. */
export const LEDGER_SUM_DESIGN = 'sums';
export const LEDGER_SUM_VIEW = `_design/${LEDGER_SUM_DESIGN}/_view/days`;

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

/** A row of that view, or of several of its rows added up. */
export function sumOfRow([count, a, b, c, d]: SumRow): LedgerSum {
  return { count, sums: [a, b, c, d] };
}

export type SumRow = [count: number, a: number, b: number, c: number, d: number];

export function addSums(a: LedgerSum, b: LedgerSum): LedgerSum {
  const sums = a.sums.map((part, i) => part + (b.sums[i] ?? 0)) as LedgerSum['sums'];
  return { count: a.count + b.count, sums };
}

export function subtractSum(from: LedgerSum, { count, sums }: LedgerSum): LedgerSum {
  const parts = from.sums.map((part, i) => part - (sums[i] ?? 0)) as LedgerSum['sums'];
  return { count: from.count - count, sums: parts };
}

export function sameSum(a: LedgerSum, b: LedgerSum): boolean {
  return a.count === b.count && a.sums.every((part, i) => part === b.sums[i]);
}
