import { checkFigures, type CrossCheck } from '../reports/check-figures.js';
import type { SummaryRecord } from '../summary.js';
import { isWaitHistogram, REFERRAL_SEEN, waitScale } from './wait-histogram.js';

/**
 * What cannot be in a summary, in a few words for whoever looks after the box; empty where all fits. What the schema
 * says of single numbers is not asked again.
 * @param checks the cross-checks of the report `daily-summary`
 */
export function impossibleCounts(
  { figures, waits = {}, referrals }: Pick<SummaryRecord, 'figures' | 'waits' | 'referrals'>,
  checks: readonly CrossCheck[],
): string[] {
  // An absent figure is 0, and a check compares only what it is given.
  const all = new Map(Object.entries(figures));
  const filled = checks.flatMap(({ left, right }) => [...left, ...right]);
  for (const key of filled) if (!all.has(key)) all.set(key, 0);
  return [
    ...checks.flatMap((check) => {
      const { ok, left, right } = checkFigures(check, all);
      const words = `${check.left.join(' + ')} (${left}) ${check.is} ${check.right.join(' + ')} (${right})`;
      return ok === false ? [words] : [];
    }),
    ...Object.entries(waits).flatMap(([code, histogram]) =>
      isWaitHistogram(histogram, waitScale(code)) ? [] : [`waits.${code}`],
    ),
    ...(referrals?.in ?? []).flatMap(({ from, seen }) =>
      seen && !isWaitHistogram(seen, waitScale(REFERRAL_SEEN)) ? [`referrals.in.${from}`] : [],
    ),
  ];
}
