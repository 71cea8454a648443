import { setImmediate as turn } from 'node:timers/promises';
import { constants } from 'node:zlib';
import { Budget } from './bundle/budget.js';
import { BundleError } from './bundle/bundle-error.js';
import { BUNDLE_LIMITS, type BundleLimits } from './bundle/byte-reader.js';
import { DocumentModel } from './bundle/document-model.js';
import { openEnvelope, sealEnvelope } from './bundle/envelope.js';
import { IntegerModel } from './bundle/integer-model.js';
import type { Json, JsonObject } from './bundle/json.js';
import { Tape } from './bundle/tape.js';

/**
 * One leaf of a document's revision tree, as a database gives it with `revs: true`. Of a document with conflicts each
 * leaf is one of these. Attachments don't travel so.
 */
export interface BundledDocument {
  _id: string;
  _rev: string;
  /** how the revision came about, newest first; absent: nothing is known before it */
  _revisions?: { start: number; ids: string[] };
  _deleted?: true;
  [key: string]: Json | undefined | { start: number; ids: string[] };
}

/** First byte of a bundle of documents; apart from those of records, so that neither is read as the other. */
const DOCUMENT_FORMAT = 0x81;
const BREATH = 100;

/** Documents of any kind, made short; the same documents give the same bytes. */
export async function encodeDocuments(
  documents: readonly BundledDocument[],
  { quality = constants.BROTLI_MAX_QUALITY }: { quality?: number } = {},
): Promise<Uint8Array> {
  const { tape, end } = Tape.writing();
  const model = new DocumentModel(tape);
  new IntegerModel().code(tape.bits, documents.length);
  for (const [i, document] of documents.entries()) {
    model.code(document as unknown as JsonObject);
    if (i % BREATH === BREATH - 1) await turn();
  }
  return sealEnvelope(DOCUMENT_FORMAT, { primer: 0, ...end() }, quality);
}

/**
 * What `bulkDocs(documents, { new_edits: false })` needs for the same revision trees as replication makes. Throws
 * BundleError: damaged, made by a newer version, or larger than the limits.
 */
export function decodeDocuments(
  bytes: Buffer | Uint8Array,
  limits: BundleLimits = BUNDLE_LIMITS,
): BundledDocument[] {
  try {
    return decode(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength), limits);
  } catch (cause) {
    if (cause instanceof BundleError) throw cause;
    throw new BundleError('damaged', 'The bundle cannot be read.', { cause });
  }
}

function decode(bytes: Uint8Array, limits: BundleLimits): BundledDocument[] {
  const format = bytes[0] ?? 0;
  if (format < DOCUMENT_FORMAT) throw new BundleError('damaged', 'This is no bundle of documents.');
  if (format > DOCUMENT_FORMAT)
    throw new BundleError('newer', 'The bundle of documents was made by a newer version of Nadi.');
  const { bits, texts } = openEnvelope(bytes, limits);
  const budget = new Budget(limits, bytes.length);
  const { tape, end } = Tape.reading(bits, texts, budget);
  const model = new DocumentModel(tape);
  const length = new IntegerModel().code(tape.bits);
  if (length > limits.records)
    throw new BundleError('large', `The bundle says that it holds ${length} documents.`);
  const documents: BundledDocument[] = [];
  while (documents.length < length) documents.push(model.code() as unknown as BundledDocument);
  end();
  return documents;
}
