import { BundleError } from '../bundle/bundle-error.js';
import { BUNDLE_LIMITS, ByteReader } from '../bundle/byte-reader.js';
import { ByteWriter } from './byte-writer.js';
import { joinBytes, plainBytes } from './plain-bytes.js';

/** A scan or a photo: its id names its bytes, so it is written once and is the same everywhere. */
export interface PaperDocument {
  _id: string;
  _rev: string;
  _attachments?: Record<string, { content_type: string; data: Buffer }>;
  [field: string]: unknown;
}

/** What stands before the bytes of the files, which follow in this order. */
interface PaperHead {
  document: { _id: string; _rev: string };
  files: { name: string; type: string; size: number }[];
}

/**
 * A document with its attachments, as it travels. Not compressed: scans and photos are already.
 */
export function encodePaper({ _attachments = {}, ...document }: PaperDocument): Uint8Array {
  const names = Object.entries(_attachments);
  const head = {
    document,
    files: names.map(([name, { content_type, data }]) => ({ name, type: content_type, size: data.length })),
  };
  const out = new ByteWriter();
  out.text(JSON.stringify(head));
  return joinBytes([out.end(), ...names.map(([, { data }]) => plainBytes(data))]);
}

/** The document with its attachments in Base64, as CouchDB's `_bulk_docs` takes them. Throws BundleError. */
export function decodePaper(bytes: Uint8Array): object {
  const from = new ByteReader(bytes, BUNDLE_LIMITS);
  const { document, files } = readHead(from.text());
  const attachments = files.map(({ name, type, size }) => {
    const data = Buffer.from(from.bytes(size)).toString('base64');
    return [name, { content_type: type, data }] as const;
  });
  if (from.left > 0) throw new BundleError('damaged', 'The paper goes on after its end.');
  return { ...document, ...(files.length === 0 ? {} : { _attachments: Object.fromEntries(attachments) }) };
}

function readHead(text: string): PaperHead {
  try {
    const head = JSON.parse(text) as PaperHead;
    if (typeof head.document._id === 'string' && Array.isArray(head.files)) return head;
  } catch (cause) {
    throw new BundleError('damaged', 'The paper cannot be read.', { cause });
  }
  throw new BundleError('damaged', 'This is no paper.');
}
