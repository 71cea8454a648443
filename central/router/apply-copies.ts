import { isDeepStrictEqual } from 'node:util';
import { FacilityError } from '../../records/facility-error.js';
import type { Copy } from './copy.js';
import type { CouchDocument, RouterCouch } from './router-couch.js';

/** Two workers, or the worker and the web, may change one patient's document at a time; more often is a fault. */
const TRIES = 8;
const PIECE = 500;

/**
 * Makes the copies stand: reads what is there, writes what differs, and begins again with those that somebody else
 * changed between. Doing it twice does nothing the second time. Gives back the databases in which they stand.
 */
export async function applyCopies(couch: RouterCouch, copies: readonly Copy[]): Promise<Set<string>> {
  const touched = new Set<string>();
  let waiting = [...copies];
  while (waiting.length > 0) {
    const later: Copy[] = [];
    for (const [database, own] of byDatabase(waiting)) {
      for (let from = 0; from < own.length; from += PIECE) {
        const piece = own.slice(from, from + PIECE);
        const outcome = await applyTo(couch, database, piece);
        if (outcome === 'missing') later.push(...piece.flatMap((copy) => instead(copy)));
        else touched.add(database);
      }
    }
    waiting = later;
  }
  return touched;
}

async function applyTo(couch: RouterCouch, database: string, copies: Copy[]): Promise<'stands' | 'missing'> {
  let ids = [...new Set(copies.map(({ id }) => id))];
  for (let tries = 0; tries < TRIES; tries += 1) {
    const standing = await couch.fetch(database, ids);
    if (standing === null) return 'missing';
    const docs = ids.flatMap((id, index) =>
      merged(
        copies.filter((copy) => copy.id === id),
        standing[index] ?? null,
      ),
    );
    if (docs.length === 0) return 'stands';
    ids = await couch.write(database, docs);
    if (ids.length === 0) return 'stands';
  }
  throw new FacilityError('centre-refused', `${database} is changed by others all the time.`);
}

/** The document after all copies of one id, or nothing where it stays as it is. */
function merged(copies: Copy[], standing: CouchDocument | null): CouchDocument[] {
  if (standing?.['_deleted'] === true) return [];
  let document = standing;
  for (const { id, body, merge } of copies) {
    if (document === null) document = body && { ...body, _id: id };
    else {
      const { _id, _rev } = document;
      const next = merge?.(document) ?? null;
      if (next) document = { ...next, _id, ...(_rev === undefined ? {} : { _rev }) };
    }
  }
  return document === null || isDeepStrictEqual(document, standing) ? [] : [document];
}

function instead({ database, elsewhere }: Copy): Copy[] {
  if (elsewhere) return elsewhere;
  throw new FacilityError('centre-refused', `The centre has no database ${database}.`, {
    hint: 'Run nadi central init, which makes what is missing.',
  });
}

function byDatabase(copies: Copy[]): Map<string, Copy[]> {
  const groups = new Map<string, Copy[]>();
  for (const copy of copies) {
    const group = groups.get(copy.database);
    if (group) group.push(copy);
    else groups.set(copy.database, [copy]);
  }
  return groups;
}
