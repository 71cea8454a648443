import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import type { LedgerRecord } from '../records/ledger-record.js';
import { BundleError } from './bundle/bundle-error.js';
import { BUNDLE_LIMITS, ByteReader, type BundleLimits } from './bundle/byte-reader.js';
import { ByteWriter, isWellFormed } from './bundle/byte-writer.js';
import { firstRevision } from './bundle/first-revision.js';
import { LARGEST, readIntegers, writeIntegers } from './bundle/integer-column.js';
import { KeyOrder } from './bundle/key-order.js';
import { readObjects, writeObjects, type Json, type JsonObject } from './bundle/object-column.js';
import { readTexts, writeTexts } from './bundle/text-column.js';
import { readValues, writeValues } from './bundle/value-column.js';

/** A record as a database holds it. */
export type BundledRecord = LedgerRecord & { _rev: string };

/** First byte of every bundle: a reader refuses what is newer than itself. */
export const BUNDLE_FORMAT = 1;
/** These stand in one column for all types: they run on from record to record. */
const LIFTED = ['n', 'at', 'type'];

/**
 * A run of records as columns per type, compressed. What the receiver can compute again is not sent: the numbers, the
 * revisions, the check characters. Records are given with the revision that they have; without one, it is their first.
 */
export function encodeBundle(
  records: readonly (LedgerRecord & { _rev?: string })[],
  quality = constants.BROTLI_MAX_QUALITY,
): Buffer {
  const columns = encodeColumns(records);
  const packed = brotliCompressSync(columns, { params: brotliParameters(columns.length, quality) });
  return sealBundle(packed);
}

/** Compressed columns with the format before them. */
export function sealBundle(packed: Buffer): Buffer {
  const bundle = Buffer.alloc(packed.length + 1, BUNDLE_FORMAT);
  packed.copy(asBytes(bundle), 1);
  return bundle;
}

/** The columns of a bundle, not yet compressed: for a writer that compresses beside its other work. */
export function encodeColumns(records: readonly (LedgerRecord & { _rev?: string })[]): Uint8Array {
  const out = new ByteWriter();
  const order = new KeyOrder();
  const revisions: [number, string][] = [];
  const bodies = records.map(({ _rev, ...record }, i): JsonObject => {
    const body = record as unknown as JsonObject;
    refuseOdd(body);
    const ordered = _rev === undefined ? body : order.restore(body, _rev);
    if (!ordered) revisions.push([i, _rev ?? '']);
    return ordered ?? body;
  });
  out.count(bodies.length);
  writeIntegers(
    out,
    bodies.map(({ n }) => n as number),
  );
  writeTexts(
    out,
    bodies.map(({ at }) => at as string),
  );
  writeTexts(
    out,
    bodies.map(({ type }) => type as string),
  );
  const byType = new Map<string, JsonObject[]>();
  for (const body of bodies) {
    const list = byType.get(body['type'] as string);
    if (list) list.push(body);
    else byType.set(body['type'] as string, [body]);
  }
  for (const list of byType.values()) writeObjects(out, list, 0, writeValues, LIFTED);
  out.count(revisions.length);
  for (const [i, revision] of revisions) {
    out.count(i);
    out.text(revision);
  }
  return out.end();
}

/** Throws BundleError: damaged, made by a newer version, or larger than the limits. */
export function decodeBundle(
  bytes: Buffer | Uint8Array,
  limits: BundleLimits = BUNDLE_LIMITS,
): BundledRecord[] {
  try {
    return decode(asBytes(bytes), limits);
  } catch (cause) {
    if (cause instanceof BundleError) throw cause;
    throw new BundleError('damaged', 'The bundle cannot be read.', { cause });
  }
}

export function brotliParameters(size: number, quality: number): Record<number, number> {
  return {
    [constants.BROTLI_PARAM_QUALITY]: quality,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: size,
  };
}

function decode(bytes: Uint8Array, limits: BundleLimits): BundledRecord[] {
  const [format] = bytes;
  if (format === undefined) throw new BundleError('damaged', 'The bundle is empty.');
  if (format > BUNDLE_FORMAT)
    throw new BundleError('newer', `The bundle has format ${format}; this version of Nadi reads up to 1.`);
  if (format !== BUNDLE_FORMAT) throw new BundleError('damaged', 'This is no bundle.');
  const from = new ByteReader(unpack(bytes.subarray(1), limits), limits);
  const length = from.size();
  if (length > limits.records)
    throw new BundleError('large', `The bundle says that it holds ${length} records.`);
  const ns = readIntegers(from, length);
  const ats = readTexts(from, length);
  const types = readTexts(from, length);
  const bodies = readBodies(from, { n: ns, at: ats, type: types });
  const revisions = new Map<number, string>();
  for (let left = from.size(); left > 0; left -= 1) revisions.set(from.count(), from.text());
  if (from.left > 0) throw new BundleError('damaged', 'The bundle goes on after its end.');
  return bodies.map((body, i) => {
    const record = body as unknown as BundledRecord;
    record._rev = revisions.get(i) ?? firstRevision(body);
    return record;
  });
}

function asBytes(bytes: Buffer | Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function unpack(packed: Uint8Array, limits: BundleLimits): Uint8Array {
  const most = Math.min(limits.bytes, Math.max(64 * 1024, packed.length * limits.ratio));
  try {
    return asBytes(brotliDecompressSync(packed, { maxOutputLength: most }));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw new BundleError('large', `The bundle unpacks to more than ${most} bytes.`, { cause });
    throw new BundleError('damaged', 'The bundle cannot be unpacked.', { cause });
  }
}

function readBodies(from: ByteReader, lifted: Record<string, Json[]>): JsonObject[] {
  const rows = new Map<string, number[]>();
  (lifted['type'] ?? []).forEach((type, i) => {
    const known = rows.get(type as string);
    if (known) known.push(i);
    else rows.set(type as string, [i]);
  });
  const bodies: JsonObject[] = [];
  for (const mine of rows.values()) {
    const own = LIFTED.map((key) => [key, mine.map((i) => lifted[key]?.[i] ?? null)] as const);
    readObjects(from, mine.length, 0, readValues, new Map(own)).forEach(
      (body, row) => (bodies[mine[row] ?? 0] = body),
    );
  }
  return bodies;
}

function refuseOdd(record: JsonObject): void {
  const { _id, type, n, at } = record;
  const texts = [_id, type, at].every((value) => typeof value === 'string' && isWellFormed(value));
  if (texts && typeof n === 'number' && Number.isSafeInteger(n) && Math.abs(n) <= LARGEST) return;
  throw new TypeError(`${typeof _id === 'string' ? _id : 'Something'} is no record that a bundle can hold.`);
}
