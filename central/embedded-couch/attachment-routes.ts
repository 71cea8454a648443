import type { ServerRoute } from '@hapi/hapi';
import { readBody } from './body.js';
import { checkRev } from './check-document.js';
import { conflict, notFound } from './couch-error.js';
import type { Couch } from './couch.js';
import { documentId, namedRev } from './document-routes.js';
import type { Document } from './pouch.js';
import { databaseResource, type DatabaseCall } from './resource.js';
import { writeDocuments } from './write-documents.js';

interface Stub {
  content_type: string;
  digest: string;
}

/** An attachment on its own address. Inside a document attachments travel with it. */
export function attachmentRoutes(couch: Couch): ServerRoute[] {
  return ['/{id}/{attachment*}', '/_design/{design}/{attachment*}'].flatMap((path) =>
    databaseResource(couch, path, 'member', {
      GET: readAttachment,
      PUT: async (call) => {
        const { h, request } = call;
        const data = await readBody(request, couch.bodyLimit);
        const type = request.raw.req.headers['content-type'] ?? 'application/octet-stream';
        const row = await writeAttachment(couch, call, { content_type: type, data });
        return h.response(row).code(201);
      },
      DELETE: (call) => writeAttachment(couch, call, null),
    }),
  );
}

async function readAttachment(call: DatabaseCall): Promise<object> {
  const { h, database, query, part } = call;
  const id = documentId(call);
  const rev = query.text('rev');
  if (rev !== undefined) checkRev(rev);
  const document = await database.pouch.get(id, rev === undefined ? {} : { rev });
  const stub = stubs(document as Document)[part('attachment')];
  if (!stub) throw notFound('Document is missing attachment');
  const data = await database.pouch.getAttachment(id, part('attachment'), { rev: document._rev });
  const digest = stub.digest.replace(/^md5-/, '');
  const response = h
    .response(data)
    .type(stub.content_type)
    .etag(digest, { weak: false, vary: false })
    .header('content-md5', digest)
    // As CouchDB: what somebody uploaded must not run scripts beside the session cookie.
    .header('content-security-policy', 'sandbox');
  // The type goes back as it came.
  response.charset('');
  return response;
}

/** A new revision of the document (made if missing) with this attachment, or without it. */
async function writeAttachment(
  couch: Couch,
  call: DatabaseCall,
  attachment: { content_type: string; data: Buffer } | null,
): Promise<object> {
  const { database, caller, part } = call;
  const id = documentId(call);
  const rev = namedRev(call);
  if (rev !== undefined) checkRev(rev);
  const old = rev === undefined ? null : await oldRevision(database.pouch.get(id, { rev }));
  const { [part('attachment')]: replaced, ...others } = old ? stubs(old) : {};
  if (!attachment && !replaced) throw old ? notFound('Document is missing attachment') : conflict();
  const attachments = attachment ? { ...others, [part('attachment')]: attachment } : others;
  const document: Document = { ...old, _id: id, _attachments: attachments };
  const [row] = await writeDocuments(couch, database, caller.user, [document], { newEdits: true });
  if (row && 'error' in row) throw row.error;
  return { ok: true, ...row };
}

async function oldRevision(reading: Promise<object>): Promise<Document> {
  try {
    return (await reading) as Document;
  } catch (error) {
    throw (error as { status?: number }).status === 404 ? conflict() : error;
  }
}

function stubs(document: Document): Record<string, Stub> {
  return { ...(document['_attachments'] as Record<string, Stub> | undefined) };
}
