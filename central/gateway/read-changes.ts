import { setTimeout as pause } from 'node:timers/promises';
import type { ServerScope } from 'nano';
import type { BundledDocument } from '../../sync/document-bundle.js';
import type { Sequence } from '../../sync/exchange/messages.js';
import { GatewayError } from './gateway-error.js';

/** Milliseconds before documents are asked for again that a cluster named and its other copies do not have yet. */
const COPIED_MS = [200, 1_000, 3_000];

export interface Changes {
  documents: BundledDocument[];
  to: Sequence;
  /** more is there than was asked for */
  more: boolean;
}

export interface ChangesAsked {
  db: string;
  /** absent: from the start */
  since: Sequence | undefined;
  limit: number;
}

/** One request to CouchDB; throws GatewayError. */
type Ask = (request: Parameters<ServerScope['request']>[0]) => Promise<unknown>;

interface ChangesAnswer {
  results: { id: string; changes: { rev: string }[] }[];
  last_seq: Sequence;
  pending?: number;
}

interface BulkGetAnswer {
  results: { id: string; docs: ({ ok: BundledDocument } | { error: object })[] }[];
}

/**
 * The next changes of a database, whole, with all their revisions that stand, without designs. A row is told by one copy
 * as soon as that has it; where the others lack the document yet all is asked for again, or the box would never see it.
 */
export async function readChanges(ask: Ask, asked: ChangesAsked): Promise<Changes> {
  for (const ms of COPIED_MS) {
    const changes = await readOnce(ask, asked);
    if (changes) return changes;
    await pause(ms);
  }
  const changes = await readOnce(ask, asked);
  if (!changes) throw new GatewayError('centre-down', 'CouchDB lacks documents that it names.');
  return changes;
}

/** Null: not all of them are whole. */
async function readOnce(ask: Ask, asked: ChangesAsked): Promise<Changes | null> {
  const { db, since, limit } = asked;
  const { results, last_seq, pending } = await readRows(ask, asked);
  const docs = results
    .filter(({ id }) => !id.startsWith('_design/'))
    .flatMap(({ id, changes }) => changes.map(({ rev }) => ({ id, rev })));
  const more = pending === undefined ? results.length === limit : pending > 0;
  // CouchDB words an unchanged sequence anew with each answer.
  const to = results.length === 0 && since !== undefined ? since : last_seq;
  const documents = docs.length === 0 ? [] : await readWhole(ask, db, docs);
  return documents && { documents, to, more };
}

async function readRows(ask: Ask, { db, since, limit }: ChangesAsked): Promise<ChangesAnswer> {
  const from = (place: object): Promise<unknown> =>
    ask({ db, path: '_changes', qs: { style: 'all_docs', limit, ...place } });
  if (since === undefined) return (await from({})) as ChangesAnswer;
  try {
    return (await from({ since })) as ChangesAnswer;
  } catch (error) {
    // A sequence that is none here was told by another CouchDB. What is no sequence at all no CouchDB told.
    const isForeign = error instanceof GatewayError && error.status === 400 && typeof since !== 'object';
    if (!isForeign) throw error;
    return (await from({})) as ChangesAnswer;
  }
}

/** Null: one of them is not there, or not yet. */
async function readWhole(
  ask: Ask,
  db: string,
  docs: { id: string; rev: string }[],
): Promise<BundledDocument[] | null> {
  const { results } = (await ask({
    db,
    path: '_bulk_get',
    qs: { revs: true },
    method: 'POST',
    // CouchDB answers multipart to whoever accepts it.
    headers: { Accept: 'application/json' },
    body: { docs },
  })) as BulkGetAnswer;
  const rows = results.flatMap(({ docs: found }) => found);
  const whole = rows.flatMap((row) => ('ok' in row ? [row.ok] : []));
  return whole.length === rows.length ? whole : null;
}
