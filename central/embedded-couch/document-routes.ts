import type { ServerRoute } from '@hapi/hapi';
import { readJson } from './body.js';
import { checkDocument, checkId } from './check-document.js';
import { badRequest, notFound } from './couch-error.js';
import type { Couch } from './couch.js';
import type { Document } from './pouch.js';
import { openRevs, readOptions } from './read-options.js';
import { databaseResource, type DatabaseCall } from './resource.js';
import { newId, writeDocuments } from './write-documents.js';

/** Documents, design documents and `_local` documents: they differ in their ids and in who may write them. */
export function documentRoutes(couch: Couch): ServerRoute[] {
  return ['/{id}', '/_design/{design}', '/_local/{local}'].flatMap((path) =>
    databaseResource(couch, path, 'member', {
      GET: readDocument,
      PUT: (call) => putDocument(couch, call),
      DELETE: (call) => deleteDocument(couch, call),
    }),
  );
}

/** The document that a path names. */
export function documentId({ request, part }: DatabaseCall): string {
  const params = request.params as Record<string, string | undefined>;
  const id =
    params['design'] !== undefined
      ? `_design/${part('design')}`
      : params['local'] !== undefined
        ? `_local/${part('local')}`
        : part('id');
  checkId(id);
  return id;
}

/** The revision that a change builds on: `?rev=` or `If-Match`. */
export function namedRev({ request, query }: DatabaseCall): string | undefined {
  return query.text('rev') ?? request.raw.req.headers['if-match']?.replaceAll('"', '');
}

async function readDocument(call: DatabaseCall): Promise<object> {
  const { h, query, database } = call;
  const id = documentId(call);
  const options = readOptions(query);
  const revs = openRevs(query);
  // JSON always, where CouchDB would answer multipart/mixed to a client that takes anything.
  if (revs !== undefined) return database.pouch.get(id, { ...options, open_revs: revs });
  const document = await database.pouch.get(id, options);
  const response = h.response(document);
  const plain = Object.keys(options).every((option) => option === 'rev');
  return plain ? response.etag(document._rev, { weak: false, vary: false }) : response;
}

async function putDocument(couch: Couch, call: DatabaseCall): Promise<object> {
  const { request, h, query, database, caller } = call;
  const id = documentId(call);
  const body = checkDocument({ ...bodyObject(await readJson(request, couch.bodyLimit)), _id: id }, newId);
  const rev = namedRev(call);
  if (rev !== undefined && body._rev !== undefined && rev !== body._rev) {
    throw badRequest('Document rev from request body and query string have different values');
  }
  const document = checkDocument(rev === undefined ? body : { ...body, _rev: rev }, newId);
  const newEdits = query.text('new_edits') !== 'false';
  const [row] = await writeDocuments(couch, database, caller.user, [document], { newEdits });
  if (row && 'error' in row) throw row.error;
  return h.response({ ok: true, ...row }).code(201);
}

function bodyObject(body: unknown): object {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw badRequest('Document must be a JSON object');
  }
  return body;
}

async function deleteDocument(couch: Couch, call: DatabaseCall): Promise<object> {
  const { database, caller } = call;
  const id = documentId(call);
  await database.pouch.get(id).catch(() => {
    throw notFound();
  });
  const rev = namedRev(call);
  const stone: Document = checkDocument(
    { _id: id, _deleted: true, ...(rev === undefined ? {} : { _rev: rev }) },
    newId,
  );
  const [row] = await writeDocuments(couch, database, caller.user, [stone], { newEdits: true });
  if (row && 'error' in row) throw row.error;
  return { ok: true, ...row };
}
