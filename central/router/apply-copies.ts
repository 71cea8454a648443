import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { FacilityError } from '../../records/facility-error.js';
import type { Copy } from './copy.js';
import { joinRevisions } from './join-revisions.js';
import type { CouchDocument, RouterCouch } from './router-couch.js';

/** Two workers, or the worker and the web, may change one patient's document at a time; more often is a fault. */
const TRIES = 8;
const PIECE = 500;
/**
 * A node that was down when a database was made does not know it for some seconds after it is back: what is addressed
 * there must not be told to be undeliverable. It is asked for again so often, with so many milliseconds between.
 */
const MISSING = { asks: 3, everyMs: 500 };

/**
 * Makes the copies stand: reads what is there, writes what differs, and begins again with those that somebody else
 * changed between. Doing it twice does nothing the second time. Gives back the databases in which they stand.
 */
export async function applyCopies(couch: RouterCouch, copies: readonly Copy[]): Promise<Set<string>> {
  const touched = new Set<string>();
  let waiting = await withoutRefused(couch, copies);
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

/** Those of which nobody was told that they were not made. */
async function withoutRefused(couch: RouterCouch, copies: readonly Copy[]): Promise<Copy[]> {
  const asked = new Map<string, Set<string>>();
  for (const { unless } of copies) {
    if (unless) asked.set(unless.database, (asked.get(unless.database) ?? new Set()).add(unless.id));
  }
  const told = new Set<string>();
  for (const [database, ids] of asked) {
    for (const found of (await couch.fetch(database, [...ids])) ?? []) if (found) told.add(found._id);
  }
  return copies.filter(({ unless }) => !unless || !told.has(unless.id));
}

async function applyTo(couch: RouterCouch, database: string, copies: Copy[]): Promise<'stands' | 'missing'> {
  let ids = [...new Set(copies.map(({ id }) => id))];
  for (let tries = 0; tries < TRIES; tries += 1) {
    const found = await findStanding(couch, database, ids);
    if (found === null) return 'missing';
    const docs: CouchDocument[] = [];
    const ends: CouchDocument[] = [];
    for (const [index, id] of ids.entries()) {
      const { standing, beside } = await readJoint(couch, database, found[index] ?? null);
      const own = copies.filter((copy) => copy.id === id);
      docs.push(...merged(own, standing, found[index] ?? null));
      ends.push(...beside.map(({ _id, _rev = '' }) => ({ _id, _rev, _deleted: true })));
    }
    ids = docs.length === 0 ? [] : [...new Set(await couch.write(database, docs))];
    // Only where what they said stands in the document itself.
    const over = ends.filter(({ _id }) => !ids.includes(_id));
    if (over.length > 0) await couch.write(database, over);
    if (ids.length === 0) return 'stands';
  }
  throw new FacilityError('centre-refused', `${database} is changed by others all the time.`);
}

async function findStanding(
  couch: RouterCouch,
  database: string,
  ids: string[],
): Promise<(CouchDocument | null)[] | null> {
  for (let asks = 1; ; asks += 1) {
    const standing = await couch.fetch(database, ids, { conflicts: true });
    if (standing !== null || asks === MISSING.asks) return standing;
    await pause(MISSING.everyMs);
  }
}

/** A document with what the revisions said that stand beside it, and these. */
async function readJoint(
  couch: RouterCouch,
  database: string,
  found: CouchDocument | null,
): Promise<{ standing: CouchDocument | null; beside: CouchDocument[] }> {
  if (!Array.isArray(found?.['_conflicts'])) return { standing: found, beside: [] };
  const { _conflicts: revs, ...own } = found;
  const beside = await couch.revisions(database, found._id, revs as string[]);
  const joint = beside.reduce(joinRevisions, own);
  return { standing: { ...joint, _id: found._id, _rev: found._rev ?? '' }, beside };
}

/**
 * The document after all copies of one id, or nothing where it stays as it was found.
 * @param standing as it was found, with what stood beside it
 */
function merged(
  copies: Copy[],
  standing: CouchDocument | null,
  found: CouchDocument | null,
): CouchDocument[] {
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
  const { _conflicts, ...before } = found ?? ({} as CouchDocument);
  return document === null || isDeepStrictEqual(document, before) ? [] : [document];
}

function instead({ database, elsewhere }: Copy): Copy[] {
  if (elsewhere) return elsewhere;
  throw new FacilityError('centre-refused', `The centre has no database ${database}.`, {
    hint: 'hints.initMakes',
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
