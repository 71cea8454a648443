import type { ServerScope } from 'nano';
import { SUMMARIES_DATABASE } from '../centre-databases.js';
import { centreRefusal } from '../centre-refusal.js';

/** A row of a view of `summaries`, grouped by place or day. */
export interface SummaryRow<V> {
  key: (string | null)[];
  value: V;
}

/** A view's rows between two keys, grouped by their first parts. Throws `centre-unreachable`, `centre-refused`. */
export async function askSummaries<V>(
  nano: ServerScope,
  view: string,
  range: { startkey: unknown[]; endkey: unknown[] },
  level: number,
): Promise<SummaryRow<V>[]> {
  const qs = { ...range, group_level: level };
  try {
    const answer: unknown = await nano.request({ db: SUMMARIES_DATABASE, path: view, qs });
    return (answer as { rows: SummaryRow<V>[] }).rows;
  } catch (error) {
    throw centreRefusal(error);
  }
}
