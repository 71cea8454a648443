import { isObject } from './body.js';
import { CouchError, badRequest } from './couch-error.js';
import type { Parameters } from './parameters.js';
import { readSequence } from './sequence.js';

export interface ChangesQuery {
  feed: 'normal' | 'longpoll' | 'continuous';
  since: number | 'now';
  limit: number;
  descending: boolean;
  /** ms between the newlines that show that the line is alive; null: none */
  heartbeat: number | null;
  /** ms until a waiting feed ends; null: never */
  timeout: number | null;
  /** what PouchDB's `changes` takes as it is */
  options: Record<string, unknown>;
}

/** CouchDB's default for both, and the longest time-out that it grants. */
const WAIT_MS = 60_000;
/** A shorter one would be a busy loop. */
const HEARTBEAT_MIN_MS = 10;

/** Reads a `_changes` request: the query string, and of a POST the filter's arguments. */
export function changesQuery(query: Parameters, body: Record<string, unknown> = {}): ChangesQuery {
  const feed = query.text('feed') ?? 'normal';
  if (feed !== 'normal' && feed !== 'longpoll' && feed !== 'continuous') {
    throw badRequest(`Supported \`feed\` types: normal, continuous, longpoll`);
  }
  const since = query.text('since') ?? query.text('last-event-id') ?? '0';
  const heartbeat = readHeartbeat(query);
  const timeout = heartbeat === null ? Math.min(query.count('timeout') ?? WAIT_MS, WAIT_MS) : null;
  return {
    feed,
    since: since === 'now' ? 'now' : readSequence(since),
    // CouchDB takes 0 for 1.
    limit: Math.max(query.count('limit') ?? Infinity, 1),
    descending: query.flag('descending'),
    heartbeat,
    timeout,
    options: { ...readForm(query), ...readFilter(query, body) },
  };
}

function readHeartbeat(query: Parameters): number | null {
  const given = query.text('heartbeat');
  if (given === undefined || given === 'false') return null;
  if (given === 'true') return WAIT_MS;
  const ms = query.count('heartbeat') ?? 0;
  if (ms === 0) throw badRequest('The heartbeat value should be a positive integer (in milliseconds).');
  return Math.max(ms, HEARTBEAT_MIN_MS);
}

function readForm(query: Parameters): Record<string, unknown> {
  const style = query.text('style') ?? 'main_only';
  if (style !== 'main_only' && style !== 'all_docs') throw badRequest('Unknown style');
  const form: Record<string, unknown> = { style };
  for (const flag of ['include_docs', 'conflicts', 'attachments']) if (query.flag(flag)) form[flag] = true;
  return form;
}

function readFilter(query: Parameters, body: Record<string, unknown>): Record<string, unknown> {
  const filter = query.text('filter');
  // Without a filter CouchDB doesn't look at these arguments.
  if (filter === undefined) return {};
  if (filter === '_doc_ids') {
    const ids = body['doc_ids'] ?? query.json('doc_ids');
    if (!Array.isArray(ids) || !ids.every((id) => typeof id === 'string')) {
      throw badRequest('`doc_ids` filter parameter is not a list of doc ids.');
    }
    return { doc_ids: ids };
  }
  if (filter === '_selector') {
    if (!isObject(body['selector'])) throw badRequest('Selector must be specified in POST payload');
    return { selector: body['selector'] };
  }
  if (filter === '_design') return { selector: { _id: { $gte: '_design/', $lt: '_design0' } } };
  throw new CouchError(
    501,
    'not_implemented',
    'The embedded CouchDB filters by _doc_ids, _selector and _design only.',
  );
}
