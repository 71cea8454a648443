import { isObject } from './body.js';
import { CouchError, badRequest } from './couch-error.js';
import type { Document } from './pouch.js';

const REV = /^\d+-[0-9a-zA-Z]{1,64}$/;
const LOCAL_REV = /^\d+-\d+$/;
const SPECIAL_FIELDS = [
  '_id',
  '_rev',
  '_deleted',
  '_attachments',
  '_revisions',
  // What a reader was given and sends back, CouchDB drops.
  '_revs_info',
  '_conflicts',
  '_deleted_conflicts',
  '_local_seq',
];
/** Bytes, as CouchDB's default for `max_document_size`. */
const LARGEST_DOCUMENT = 8_000_000;
const DROPPED_FIELDS = ['_revs_info', '_conflicts', '_deleted_conflicts', '_local_seq'];

/** Throws 400 where an id isn't one that CouchDB takes. */
export function checkId(id: unknown): asserts id is string {
  if (typeof id !== 'string') throw new CouchError(400, 'illegal_docid', 'Document id must be a string');
  if (id === '') throw new CouchError(400, 'illegal_docid', 'Document id must not be empty');
  if (id.startsWith('_') && !/^_(design|local)\/./.test(id)) {
    throw new CouchError(400, 'illegal_docid', 'Only reserved document ids may start with underscore.');
  }
}

export function checkRev(rev: unknown): asserts rev is string {
  if (typeof rev !== 'string' || !REV.test(rev)) throw badRequest('Invalid rev format');
}

/** A body as a document, or 400 with CouchDB's reason. `id` makes one where the body names none. */
export function checkDocument(body: unknown, id: () => string): Document {
  if (!isObject(body)) throw badRequest('Document must be a JSON object');
  const unknown = Object.keys(body).find((field) => field.startsWith('_') && !SPECIAL_FIELDS.includes(field));
  if (unknown !== undefined) {
    throw new CouchError(400, 'doc_validation', `Bad special document member: ${unknown}`);
  }
  const fields = Object.fromEntries(
    Object.entries(body).filter(([field]) => !DROPPED_FIELDS.includes(field)),
  );
  const document: Document = { ...fields, _id: (fields['_id'] as string | undefined) ?? id() };
  checkId(document._id);
  // null stands for "none", as some clients send it.
  if (document._rev === null || document._rev === undefined) delete document._rev;
  else if (!(document._id.startsWith('_local/') && LOCAL_REV.test(String(document._rev))))
    checkRev(document._rev);
  if (document._deleted !== undefined && typeof document._deleted !== 'boolean') {
    throw new CouchError(400, 'doc_validation', '`_deleted` must be a boolean');
  }
  if (document['_attachments'] !== undefined && !isObject(document['_attachments'])) {
    throw badRequest('Attachments must be a JSON object');
  }
  if (document['_revisions'] !== undefined) checkRevisions(document['_revisions']);
  checkSize(document);
  return document;
}

/** What is attached has a limit of its own, which nobody reaches here. */
function checkSize(document: Document): void {
  const { _attachments, ...body } = document;
  if (Buffer.byteLength(JSON.stringify(body)) > LARGEST_DOCUMENT) {
    throw new CouchError(413, 'document_too_large', document._id);
  }
}

function checkRevisions(value: unknown): void {
  const { start, ids } = isObject(value) ? value : {};
  const right = Number.isInteger(start) && Array.isArray(ids) && ids.every((id) => typeof id === 'string');
  if (!right) throw new CouchError(400, 'doc_validation', '_revisions must be an object with start and ids');
}
