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
  let head: unknown;
  try {
    head = JSON.parse(text);
  } catch (cause) {
    throw new BundleError('damaged', 'The paper cannot be read.', { cause });
  }
  if (isHead(head)) return head;
  throw new BundleError('damaged', 'This is no paper.');
}

function isHead(head: unknown): head is PaperHead {
  const { document, files } = (head ?? {}) as { document?: unknown; files?: unknown };
  const { _id, _rev } = (document ?? {}) as Partial<Record<string, unknown>>;
  return typeof _id === 'string' && typeof _rev === 'string' && Array.isArray(files) && files.every(isFile);
}

function isFile(file: unknown): boolean {
  const { name, type, size } = (file ?? {}) as Partial<Record<string, unknown>>;
  return (
    typeof name === 'string' && typeof type === 'string' && Number.isSafeInteger(size) && Number(size) >= 0
  );
}
