import type { Recorded } from './recording-proxy.js';

/** Answers as the server admin: what CouchDB says of a question (`_explain`), or of a design document. */
type Ask = (method: string, path: string, body?: unknown) => Promise<{ status: number; body: unknown }>;

/** What is read or written by its name, or is none of a database's documents. */
const BY_NAME = [
  /^\/(_all_dbs|_db_updates|_session|_membership|_up|_uuids)?$/,
  /^\/[^/_][^/]*$/,
  /^\/_users$/,
  /^\/[^/]+\/(_security|_bulk_docs|_bulk_get|_revs_diff|_ensure_full_commit|_view_cleanup)$/,
  /^\/[^/]+\/_(local|design)\/[^/]+$/,
  /^\/[^/]+\/_design\/[^/]+\/_info$/,
  /^\/[^/]+\/[^/_][^/]*(\/[^/_][^/]*)?$/,
];

/** Why CouchDB would have to look through a whole database for this; null where an index or a name leads there. */
export async function judgeCouchRequest(
  { method, path, query, body }: Recorded,
  ask: Ask,
): Promise<string | null> {
  const [, database = '', what = '', ...rest] = path.split('/').map(decodeURIComponent);
  const has = (name: string): boolean => query.has(name) || (isObject(body) && name in body);
  const isRange =
    ['keys', 'key', 'limit'].some(has) ||
    (has('startkey') && has('endkey') && query.get('startkey') !== '""');
  if (what === '_find') {
    const plan = (await ask('POST', `/${database}/_explain`, body)).body as { index?: { type?: string } };
    return plan.index?.type === 'json' ? null : 'no index fits';
  }
  if (what === '_all_docs') return isRange ? null : 'all documents';
  if (what === '_changes') return has('since') && has('limit') ? null : 'all changes at once';
  if (what === '_design' && rest[1] === '_view') {
    if (rest[3] === 'queries') {
      const queries = (body as { queries?: unknown[] } | null)?.queries ?? [];
      const one = path.replace(/\/queries$/, '');
      const judged = queries.map((each) => judgeCouchRequest({ method, path: one, query, body: each }, ask));
      return (await Promise.all(judged)).find((why) => why !== null) ?? null;
    }
    const design = (await ask('GET', `/${database}/_design/${rest[0] ?? ''}`)).body as Design;
    const view = design.views?.[rest[2] ?? ''];
    if (!view) return 'no such view';
    // Of a grouped view the sums are kept: its answer is as long as there are groups.
    const isSummed =
      view.reduce !== undefined &&
      query.get('reduce') !== 'false' &&
      (body as { reduce?: boolean } | null)?.reduce !== false;
    return isSummed || isRange ? null : 'all rows of a view';
  }
  return BY_NAME.some((form) => form.test(path)) ? null : `nobody has judged ${method} of such a path`;
}

interface Design {
  views?: Record<string, { reduce?: string } | undefined>;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
