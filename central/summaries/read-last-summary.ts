import type { ServerScope } from 'nano';
import { SUMMARIES_DATABASE } from '../centre-databases.js';
import { centreRefusal } from '../centre-refusal.js';
import type { Reported } from './followed-reports.js';
import type { StoredSummary } from './stored-summary.js';
import { SUMMARIES_BY_FACILITY } from './summaries-design.js';

export interface LastSummary {
  summary: StoredSummary;
  reported: Reported;
}

/**
 * The newest summary of a facility, and from when on it reported; null where it never has. Two look-ups, however much
 * is stored. Throws `centre-unreachable`, `centre-refused`.
 */
export async function readLastSummary(nano: ServerScope, facility: string): Promise<LastSummary | null> {
  const [from, to] = [[facility], [facility, {}]];
  const ask = async (qs: object): Promise<unknown> =>
    ((await nano.request({ db: SUMMARIES_DATABASE, path: SUMMARIES_BY_FACILITY, qs })) as { rows: unknown[] })
      .rows[0];
  try {
    const [first, last] = await Promise.all([
      ask({ startkey: from, endkey: to, limit: 1, reduce: false }),
      ask({ startkey: to, endkey: from, descending: true, limit: 1, reduce: false, include_docs: true }),
    ]);
    const summary = (last as { doc: StoredSummary } | undefined)?.doc;
    if (!summary) return null;
    const begin = (first as { key: [string, string] }).key[1];
    return { summary, reported: { first: begin, last: summary.day } };
  } catch (error) {
    throw centreRefusal(error);
  }
}
