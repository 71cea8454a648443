import type { LabResultRecord } from './care.js';
import { dayOf, daysBetween, type Day } from './day.js';
import type { LabTest } from './lab-test.js';

export interface RecentResult {
  result: LabResultRecord;
  /** 0: today */
  daysAgo: number;
}

/**
 * The newest result of the same test that is still fresh enough to ask whether a new one is needed; null where there
 * is none. A result that a later one corrects doesn't count.
 */
export function recentResult(test: LabTest, results: LabResultRecord[], today: Day): RecentResult | null {
  if (test.repeatDays === 0) return null;
  const corrected = new Set(results.map((result) => result.corrects));
  let newest: RecentResult | null = null;
  for (const result of results) {
    if (result.test !== test.code || corrected.has(result._id)) continue;
    const daysAgo = daysBetween(dayOf(result.at), today);
    if (daysAgo < 0 || daysAgo > test.repeatDays) continue;
    if (!newest || result.at > newest.result.at) newest = { result, daysAgo };
  }
  return newest;
}
