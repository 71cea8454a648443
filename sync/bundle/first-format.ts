import { ByteReader, type BundleLimits } from './byte-reader.js';
import { mostValues } from './budget.js';
import { BundleError } from './bundle-error.js';
import { readIntegers } from './integer-column.js';
import type { Json, JsonObject } from './json.js';
import { readObjects } from './object-column.js';
import { readTexts } from './text-column.js';
import { unpackBrotli } from './unpack-brotli.js';
import { readValues } from './value-column.js';

/** These stand in one column for all types: they run on from record to record. */
const LIFTED = ['n', 'at', 'type'];

/** What a bundle holds: records in the order of their keys, and the revisions that cannot be computed, by place. */
export interface BundleContent {
  records: JsonObject[];
  revisions: Map<number, string>;
}

/** Format 1, which backups of the first versions are made of: columns per type under brotli. Only read. */
export function readFirstFormat(packed: Uint8Array, limits: BundleLimits): BundleContent {
  const own = { ...limits, values: mostValues(packed.length, limits) };
  const from = new ByteReader(unpackBrotli(packed, limits), own);
  const length = from.size();
  if (length > limits.records)
    throw new BundleError('large', `The bundle says that it holds ${length} records.`);
  const ns = readIntegers(from, length);
  const ats = readTexts(from, length);
  const types = readTexts(from, length);
  const records = readBodies(from, { n: ns, at: ats, type: types });
  const revisions = new Map<number, string>();
  for (let left = from.size(); left > 0; left -= 1) revisions.set(from.count(), from.text());
  if (from.left > 0) throw new BundleError('damaged', 'The bundle goes on after its end.');
  return { records, revisions };
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
