import type { ServerScope } from 'nano';
import { SUMMARIES_DATABASE } from '../centre-databases.js';
import { centreRefusal } from '../centre-refusal.js';
import { FacilityError } from '../../records/facility-error.js';

/** A row of a view of `summaries`, grouped by place or day. */
export interface SummaryRow<V> {
  key: (string | null)[];
  value: V;
}

interface SumFailure {
  error: string;
  reason: string;
}

/** A view's rows between two keys, grouped by their first parts. Throws `centre-unreachable`, `centre-refused`. */
export async function askSummaries<V>(
  nano: ServerScope,
  view: string,
  range: { startkey: unknown[]; endkey: unknown[] },
  level: number,
): Promise<SummaryRow<V>[]> {
  const qs = { ...range, group_level: level };
  let rows: SummaryRow<V | SumFailure>[];
  try {
    ({ rows } = (await nano.request({ db: SUMMARIES_DATABASE, path: view, qs })) as { rows: typeof rows });
  } catch (error) {
    throw centreRefusal(error);
  }
  return rows.map(({ key, value }) => {
    if (isFailure(value)) throw notSummed(value);
    return { key, value };
  });
}

function isFailure(value: unknown): value is SumFailure {
  return typeof value === 'object' && value !== null && 'error' in value;
}

/** CouchDB answers 200, and says in the place of a sum why there is none. */
function notSummed({ error, reason }: SumFailure): FacilityError {
  return new FacilityError('centre-refused', `${SUMMARIES_DATABASE}: ${error}: ${reason}`, {
    hint: 'A summary there has figures that are no numbers, or too many of them.',
  });
}
