import type { RequestOptions, ServerScope } from 'nano';
import { FacilityError } from '../../records/facility-error.js';
import { SUMMARIES_DATABASE } from '../centre-databases.js';
import { centreRefusal } from '../centre-refusal.js';

/** A row of a view of `summaries`, grouped by place or day. */
export interface SummaryRow<V> {
  key: (string | null)[];
  value: V;
}

/** Rows of a view between two keys, grouped by the first parts of their keys. */
export interface SummaryQuestion {
  startkey: unknown[];
  endkey: unknown[];
  group_level: number;
}

/** Questions in one request: CouchDB answers them one after the other. */
const TOGETHER = 100;
const AT_ONCE = 4;

/** One question to a view of `summaries`. Throws `centre-unreachable`, `centre-refused`. */
export async function askSummaries<V>(
  nano: ServerScope,
  view: string,
  { startkey, endkey, group_level }: SummaryQuestion,
): Promise<SummaryRow<V>[]> {
  const qs = { startkey, endkey, group_level };
  return summedRows(await ask<Answer<V>>(nano, { path: view, qs }));
}

/** Many, in few requests; the rows of each, in order. Throws as `askSummaries`. */
export async function askSummariesTogether<V>(
  nano: ServerScope,
  view: string,
  questions: readonly SummaryQuestion[],
): Promise<SummaryRow<V>[][]> {
  const found: SummaryRow<V>[][] = [];
  const places = Array.from({ length: Math.ceil(questions.length / TOGETHER) }, (_, i) => i * TOGETHER);
  const waiting = places.values();
  const work = async (): Promise<void> => {
    for (const from of waiting) {
      const body = { queries: questions.slice(from, from + TOGETHER) };
      const request = { path: `${view}/queries`, method: 'POST', body };
      const { results } = await ask<{ results: Answer<V>[] }>(nano, request);
      results.forEach((answer, at) => (found[from + at] = summedRows(answer)));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return found;
}

interface Answer<V> {
  rows: SummaryRow<V | SumFailure>[];
}

async function ask<T>(nano: ServerScope, request: RequestOptions): Promise<T> {
  try {
    return (await nano.request({ db: SUMMARIES_DATABASE, ...request })) as T;
  } catch (error) {
    throw centreRefusal(error);
  }
}

function summedRows<V>({ rows }: Answer<V>): SummaryRow<V>[] {
  return rows.map(({ key, value }) => {
    if (isFailure(value)) throw notSummed(value);
    // What stands alone CouchDB hands on as it is.
    if (!isSum(value)) throw notSummed({ error: 'not_summed', reason: JSON.stringify(key) });
    return { key, value };
  });
}

/** CouchDB answers 200, and says in the place of a sum why there is none. */
interface SumFailure {
  error: string;
  reason: string;
}

/** Numbers all the way down. */
function isSum(value: unknown): boolean {
  if (typeof value === 'number') return true;
  return typeof value === 'object' && value !== null && Object.values(value).every(isSum);
}

function isFailure(value: unknown): value is SumFailure {
  return typeof value === 'object' && value !== null && 'error' in value;
}

function notSummed({ error, reason }: SumFailure): FacilityError {
  return new FacilityError('centre-refused', `${SUMMARIES_DATABASE}: ${error}: ${reason}`, {
    hint: 'hints.summaryFigures',
  });
}
