import { setImmediate as turn } from 'node:timers/promises';
import { constants } from 'node:zlib';
import { firstRevision } from '../records/first-revision.js';
import type { LedgerRecord } from '../records/ledger-record.js';
import { Budget } from './bundle/budget.js';
import { BundleError } from './bundle/bundle-error.js';
import { BUNDLE_LIMITS, type BundleLimits } from './bundle/byte-reader.js';
import { readFirstFormat, type BundleContent } from './bundle/first-format.js';
import { IntegerModel } from './bundle/integer-model.js';
import type { JsonObject } from './bundle/json.js';
import { KeyOrder } from './bundle/key-order.js';
import { LARGEST } from './bundle/decimals.js';
import { openEnvelope, sealEnvelope } from './bundle/envelope.js';
import { PRIMER, primedModel } from './bundle/primer.js';
import { Tape } from './bundle/tape.js';
import { isWellFormed } from './bundle/utf8.js';

/** A record as a database holds it. */
export type BundledRecord = LedgerRecord & { _rev: string };

/** First byte of a bundle that this version makes: a reader refuses what is newer than itself. */
const BUNDLE_FORMAT = 2;
/** After so many records others have their turn. */
const BREATH = 100;

export interface BundleOptions {
  /** of brotli: 11 is smallest, 9 takes a quarter of its time */
  quality?: number;
}

/**
 * A run of records, made short (ADR 19). What the receiver can compute again is not sent: the numbers, the revisions,
 * the check characters, what the records before foretell. Records are given with the revision that they have; without
 * one, it is their first. The same records give the same bytes.
 */
export async function encodeBundle(
  records: readonly (LedgerRecord & { _rev?: string })[],
  { quality = constants.BROTLI_MAX_QUALITY }: BundleOptions = {},
): Promise<Uint8Array> {
  const order = new KeyOrder();
  const revisions: [number, string][] = [];
  const { tape, end } = Tape.writing();
  const model = primedModel(tape, PRIMER);
  const count = new IntegerModel();
  count.code(tape.bits, records.length);
  for (const [i, { _rev, ...record }] of records.entries()) {
    const body = record as unknown as JsonObject;
    refuseOdd(body);
    const ordered = _rev === undefined ? body : order.restore(body, _rev);
    if (!ordered) revisions.push([i, _rev ?? '']);
    model.code(ordered ?? body);
    if (i % BREATH === BREATH - 1) await turn();
  }
  count.code(tape.bits, revisions.length);
  for (const [i, revision] of revisions) {
    count.code(tape.bits, i);
    tape.text(revision);
  }
  return sealEnvelope(BUNDLE_FORMAT, { primer: PRIMER, ...end() }, quality);
}

/** Throws BundleError: damaged, made by a newer version, or larger than the limits. */
export function decodeBundle(
  bytes: Buffer | Uint8Array,
  limits: BundleLimits = BUNDLE_LIMITS,
): BundledRecord[] {
  try {
    const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const { records, revisions } = readContent(plain, limits);
    return records.map((body, i) => {
      const record = body as unknown as BundledRecord;
      record._rev = revisions.get(i) ?? firstRevision(body);
      return record;
    });
  } catch (cause) {
    if (cause instanceof BundleError) throw cause;
    throw new BundleError('damaged', 'The bundle cannot be read.', { cause });
  }
}

function readContent(bytes: Uint8Array, limits: BundleLimits): BundleContent {
  const [format] = bytes;
  if (format === undefined) throw new BundleError('damaged', 'The bundle is empty.');
  if (format === 0) throw new BundleError('damaged', 'This is no bundle.');
  if (format > BUNDLE_FORMAT)
    throw new BundleError(
      'newer',
      `The bundle has format ${format}; this version of Nadi reads up to ${BUNDLE_FORMAT}.`,
    );
  return format === 1 ? readFirstFormat(bytes.subarray(1), limits) : readRecords(bytes, limits);
}

function readRecords(bytes: Uint8Array, limits: BundleLimits): BundleContent {
  const { primer, bits, texts } = openEnvelope(bytes, limits);
  const budget = new Budget(limits, bytes.length);
  const { tape, end } = Tape.reading(bits, texts, budget);
  const model = primedModel(tape, primer);
  const count = new IntegerModel();
  const length = count.code(tape.bits);
  if (length > limits.records)
    throw new BundleError('large', `The bundle says that it holds ${length} records.`);
  const records: JsonObject[] = [];
  while (records.length < length) records.push(model.code());
  const revisions = new Map<number, string>();
  for (let left = count.code(tape.bits); left > 0; left -= 1) {
    budget.spend(1);
    revisions.set(count.code(tape.bits), tape.text());
  }
  end();
  return { records, revisions };
}

function refuseOdd(record: JsonObject): void {
  const { _id, type, n, at } = record;
  const texts = [_id, type, at].every((value) => typeof value === 'string' && isWellFormed(value));
  if (texts && typeof n === 'number' && Number.isSafeInteger(n) && Math.abs(n) <= LARGEST) return;
  throw new TypeError(`${typeof _id === 'string' ? _id : 'Something'} is no record that a bundle can hold.`);
}
