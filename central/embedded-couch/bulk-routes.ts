import type { ServerRoute } from '@hapi/hapi';
import { isObject, readObject } from './body.js';
import { checkDocument } from './check-document.js';
import { badRequest, CouchError } from './couch-error.js';
import type { Couch } from './couch.js';
import type { Document, Pouch } from './pouch.js';
import { listOptions, readOptions } from './read-options.js';
import { databaseResource } from './resource.js';
import { newId, writeDocuments, type Written } from './write-documents.js';

/** Of one request, as CouchDB's default. */
const MOST_DOCUMENTS = 10_000;

/** Many documents in one request: `_bulk_docs`, `_revs_diff`, `_bulk_get`, `_all_docs`. */
export function bulkRoutes(couch: Couch): ServerRoute[] {
  return [
    ...databaseResource(couch, '/_bulk_docs', 'member', {
      POST: async ({ request, h, database, caller }) => {
        const { docs, new_edits: newEdits = true } = await readObject(request, couch.bodyLimit);
        if (docs === undefined) throw badRequest('POST body must include `docs` parameter.');
        if (!Array.isArray(docs)) throw badRequest('`docs` parameter must be an array.');
        checkCount(docs, 'bulk_docs');
        if (typeof newEdits !== 'boolean') throw badRequest('`new_edits` parameter must be a boolean.');
        const documents = docs.map((document) => checkDocument(document, newId));
        if (!newEdits) documents.forEach(checkHasRev);
        const written = await writeDocuments(couch, database, caller.user, documents, { newEdits });
        const rows = written.map((row, index) => bulkRow(row, newEdits ? undefined : documents[index]?._rev));
        // With new_edits:false CouchDB lists what failed and nothing else.
        return h.response(newEdits ? rows : rows.filter((row) => 'error' in row)).code(201);
      },
    }),
    ...databaseResource(couch, '/_revs_diff', 'member', {
      POST: async ({ request, database }) => {
        const asked = await readObject(request, couch.bodyLimit);
        for (const revs of Object.values(asked)) {
          const right =
            Array.isArray(revs) && revs.every((rev) => typeof rev === 'string' && /^\d+-\w+$/.test(rev));
          if (!right) throw badRequest('Invalid rev format');
        }
        return database.pouch.revsDiff(asked as Record<string, string[]>);
      },
    }),
    ...databaseResource(couch, '/_bulk_get', 'member', {
      POST: async ({ request, query, database }) => {
        const { docs } = await readObject(request, couch.bodyLimit);
        if (!Array.isArray(docs)) throw badRequest('Missing JSON list of "docs"');
        checkCount(docs, 'bulk_get');
        const options = readOptions(query);
        const results: object[] = [];
        for (const asked of docs) results.push(await bulkGet(database.pouch, asked, options));
        return { results };
      },
    }),
    ...databaseResource(couch, '/_all_docs', 'member', {
      GET: ({ query, database }) => database.pouch.allDocs(listOptions(query)),
      POST: async ({ request, query, database }) => {
        const body = await readObject(request, couch.bodyLimit);
        return database.pouch.allDocs(listOptions(query, body));
      },
    }),
  ];
}

function checkHasRev({ _rev: rev, _revisions: revisions }: Document): void {
  if (rev === undefined && revisions === undefined)
    throw badRequest('When `new_edits: false`, the document needs `_rev` or `_revisions` specified');
}

function checkCount(docs: unknown[], of: 'bulk_docs' | 'bulk_get'): void {
  if (docs.length > MOST_DOCUMENTS) {
    throw new CouchError(413, `max_${of}_count_exceeded`, String(MOST_DOCUMENTS));
  }
}

function bulkRow(row: Written, rev: string | undefined): object {
  if (!('error' in row)) return { ok: true, ...row };
  const { error, reason } = row.error;
  return { id: row.id, ...(rev === undefined ? {} : { rev }), error, reason };
}

async function bulkGet(pouch: Pouch, asked: unknown, options: PouchDB.Core.GetOptions): Promise<object> {
  const { id, rev } = isObject(asked) ? asked : {};
  if (typeof id !== 'string') throw badRequest('document id missed');
  const failure = (error: string, reason: string): object => ({
    id,
    docs: [{ error: { id, rev: rev ?? 'undefined', error, reason } }],
  });
  if (rev !== undefined && (typeof rev !== 'string' || !/^\d+-\w+$/.test(rev))) {
    return failure('bad_request', 'Invalid rev format');
  }
  try {
    if (typeof rev !== 'string') return { id, docs: [{ ok: await pouch.get(id, options) }] };
    const found = await pouch.get(id, { ...options, open_revs: [rev] });
    const docs = found.map((leaf) => {
      if ('ok' in leaf) return leaf;
      return { error: { id, rev, error: 'not_found', reason: 'missing' } };
    });
    return { id, docs };
  } catch (error) {
    if ((error as { status?: number }).status === 404) return failure('not_found', 'missing');
    throw error;
  }
}
