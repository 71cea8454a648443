import { routeSummary } from '../../central/router/rules/summary.js';
import type { RuleContext } from '../../central/router/rule.js';
import type { CouchDocument } from '../../central/router/router-couch.js';
import type { DayCount } from '../../node-server/summary/count-day.js';
import { addDays, startOfDay, type Day } from '../../records/day.js';
import { summaryId, type BoxId } from '../../records/ids.js';
import type { SummaryRecord } from '../../records/summary.js';
import type { Random } from '../../cli/demo/random.js';

/** A day's summary of a box as it writes it a quarter of an hour after the day. */
export function summaryOfDay(box: BoxId, day: Day, count: DayCount, n = 1): SummaryRecord {
  const at = new Date(startOfDay(addDays(day, 1)) + 900_000).toISOString();
  return { _id: summaryId(box, day, 1), type: 'summary', v: 1, n, at, by: 'system', day, ...count };
}

/** The document that the router makes of it. */
export function storedSummary(record: SummaryRecord, context: RuleContext): CouchDocument {
  const [copy, ...alerts] = routeSummary(record, context);
  if (!copy || alerts.length > 0 || copy.database !== 'summaries') {
    throw new Error(`the router takes no ${record._id}: ${JSON.stringify(copy?.body)}`);
  }
  return { ...copy.body, _id: copy.id };
}

/** Another facility's day: as many patients as chance will have it, and all else as it was in the real one. */
export function anotherDay({ figures, waits = {}, stock }: DayCount, random: Random): DayCount {
  const share = 0.1 + 0.9 * random.next();
  const less = (value: number): number => Math.floor(value * share);
  return {
    figures: Object.fromEntries(
      Object.entries(figures)
        .map(([code, value]) => [code, less(value)] as const)
        .filter(([, value]) => value > 0),
    ),
    waits: Object.fromEntries(
      Object.entries(waits).map(([code, histogram]) => [code, fewer(histogram, less)]),
    ),
    ...(stock && { stock }),
  };
}

/** The count is that of the bins. */
function fewer([, minutes = 0, ...bins]: number[], less: (value: number) => number): number[] {
  const kept = bins.map(less);
  return [kept.reduce((sum, bin) => sum + bin, 0), less(minutes), ...kept];
}
