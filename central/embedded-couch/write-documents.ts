import { randomUUID } from 'node:crypto';
import { isDatabaseAdmin, type User } from './access.js';
import { CouchError, toCouchError } from './couch-error.js';
import type { Couch } from './couch.js';
import type { Database } from './database.js';
import { standingForEdit, standingForReplica, type Standing } from './old-document.js';
import type { Document, Pouch } from './pouch.js';
import { checkUserDocument, userName, withoutPassword } from './users.js';
import { compileValidation, validationSource } from './validation-functions.js';
import { reducerOf } from './reducer-of.js';
import { compileMap } from './view-functions.js';
import { viewSources } from './view-index.js';

/** What became of one document. */
export type Written = { id: string; rev: string } | { id: string; error: CouchError };

export function newId(): string {
  return randomUUID().replaceAll('-', '');
}

/**
 * The one road into a database: access to design documents, the rules of `_users`, validation, then PouchDB.
 * Documents of one call that share an id go one after the other, so that the later is judged by the earlier.
 */
export async function writeDocuments(
  couch: Couch,
  database: Database,
  user: User,
  documents: Document[],
  { newEdits }: { newEdits: boolean },
): Promise<Written[]> {
  return database.exclusive(async () => {
    const written: Written[] = [];
    for (const round of rounds(documents)) {
      const outcomes = await writeRound(
        couch,
        database,
        user,
        round.map(([, document]) => document),
        newEdits,
      );
      round.forEach(([index], at) => {
        const outcome = outcomes[at];
        if (outcome) written[index] = outcome;
      });
    }
    return written;
  });
}

/** Runs of documents in which no id comes twice, each with its place in the call. */
function rounds(documents: Document[]): [number, Document][][] {
  const seen = new Map<string, number>();
  const all: [number, Document][][] = [];
  documents.forEach((document, index) => {
    const round = seen.get(document._id) ?? 0;
    seen.set(document._id, round + 1);
    (all[round] ??= []).push([index, document]);
  });
  return all;
}

async function writeRound(
  couch: Couch,
  database: Database,
  user: User,
  documents: Document[],
  newEdits: boolean,
): Promise<Written[]> {
  const refusals = documents.map((document) => checkAccess(database, user, document));
  const known = await validate(database, user, documents, newEdits, refusals);
  const passed = documents.filter((_, index) => !refusals[index] && !known.has(index));
  const kept = await Promise.all(passed.map((document) => overStanding(database.pouch, document)));
  const stored = database.name === '_users' ? kept.map(withoutPassword) : kept;
  const rows = stored.length === 0 ? [] : await database.pouch.bulkDocs(stored, { new_edits: newEdits });
  const outcomes = new Map<Document, Written>();
  if (newEdits) passed.forEach((document, index) => outcomes.set(document, toWritten(document, rows[index])));
  else for (const row of rows) noteRefusal(row, passed, outcomes);
  const result = documents.map((document, index): Written => {
    const error = refusals[index];
    if (error) return { id: document._id, error };
    return outcomes.get(document) ?? { id: document._id, rev: document._rev ?? '' };
  });
  const landed = passed.filter((document) => !('error' in (outcomes.get(document) ?? {})));
  if (database.name === '_users') await keepPasswords(couch, landed);
  if (landed.length > 0) database.written(landed.map(({ _id }) => _id));
  return result;
}

/** CouchDB compares no revisions of `_local` documents: whoever writes last has written. PouchDB wants the standing one. */
async function overStanding(pouch: Pouch, document: Document): Promise<Document> {
  if (!document._id.startsWith('_local/')) return document;
  const { _rev: _given, ...body } = document;
  try {
    return { ...body, _rev: (await pouch.get(document._id))._rev };
  } catch (error) {
    if ((error as { status?: number }).status === 404) return body;
    throw error;
  }
}

function checkAccess(database: Database, user: User, document: Document): CouchError | null {
  if (document._id.startsWith('_design/')) {
    if (!isDatabaseAdmin(user, database.security)) {
      const [status, error] =
        user.name === null ? ([401, 'unauthorized'] as const) : ([403, 'forbidden'] as const);
      return new CouchError(status, error, 'You are not a db or server admin.');
    }
    return checkDesign(document);
  }
  return database.name === '_users' && !document._id.startsWith('_local/')
    ? checkUserDocument(document)
    : null;
}

/** A function that doesn't compile is refused here, or it would close the database to every write, or a view to all. */
function checkDesign(document: Document): CouchError | null {
  if (document._deleted) return null;
  const validation = validationSource(document);
  try {
    if (validation !== null) compileValidation(document._id, validation);
    for (const { map, reduce } of Object.values(viewSources(document))) {
      compileMap(map);
      if (reduce !== undefined) reducerOf(reduce);
    }
    return null;
  } catch (error) {
    return toCouchError(error) ?? new CouchError(400, 'compilation_error', document._id);
  }
}

/** Adds to `refusals`; gives the places of replicated revisions that are here already. */
async function validate(
  database: Database,
  user: User,
  documents: Document[],
  newEdits: boolean,
  refusals: (CouchError | null)[],
): Promise<Set<number>> {
  const known = new Set<number>();
  const validation = await database.validation();
  if (validation.isEmpty) return known;
  const calls: { index: number; oldDoc: Document | null }[] = [];
  for (const [index, document] of documents.entries()) {
    if (refusals[index] || /^_(design|local)\//.test(document._id)) continue;
    const standing: Standing = newEdits
      ? await standingForEdit(database.pouch, document)
      : await standingForReplica(database.pouch, document);
    if (standing.is === 'known') known.add(index);
    else if (standing.is === 'refused') refusals[index] = standing.error;
    else calls.push({ index, oldDoc: standing.oldDoc });
  }
  const checked = validation.check(
    calls.map(({ index, oldDoc }) => ({
      newDoc: withoutData(documents[index] as Document),
      oldDoc,
      userCtx: { db: database.name, ...user },
      secObj: database.security,
    })),
  );
  checked.forEach((error, at) => {
    const call = calls[at];
    if (error && call) refusals[call.index] = error;
  });
  return known;
}

/** A validation function sees that there are attachments, and not what is in them. */
function withoutData(document: Document): Document {
  const attachments = document['_attachments'];
  if (attachments === undefined) return document;
  const stubs = Object.entries(attachments as Record<string, object>).map(([name, attachment]) => {
    return [name, { ...attachment, data: undefined, stub: true }];
  });
  return { ...document, _attachments: Object.fromEntries(stubs) as object };
}

function toWritten(document: Document, row: unknown): Written {
  const { id = document._id, rev, ...failure } = (row ?? {}) as { id?: string; rev?: string };
  if (typeof rev === 'string' && !('error' in failure)) return { id, rev };
  const error = toCouchError(failure) ?? new CouchError(500, 'internal_server_error', 'The write failed.');
  return { id: document._id, error };
}

/** With `new_edits: false` PouchDB answers with the rows that failed and nothing else. */
function noteRefusal(row: unknown, passed: Document[], outcomes: Map<Document, Written>): void {
  const { id } = row as { id?: string };
  const document = passed.find(({ _id }) => _id === id);
  if (document) outcomes.set(document, toWritten(document, row));
}

async function keepPasswords(couch: Couch, documents: Document[]): Promise<void> {
  for (const { _id: id, _deleted: deleted, password } of documents) {
    const name = userName(id);
    if (name === null) continue;
    // A revision that stood beside the document may have ended, and not the document.
    if (deleted && !(await couch.users.isThere(name))) await couch.users.forget(name);
    else if (typeof password === 'string') await couch.users.setPassword(name, password);
  }
}
