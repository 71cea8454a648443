import { BundleError } from './bundle-error.js';
import type { ByteReader } from './byte-reader.js';
import { readIntegers } from './integer-column.js';
import { putKey, type Json, type JsonObject } from './json.js';

/** Reads a column of any values; handed in, because values may be objects again. */
export type ReadColumn = (from: ByteReader, length: number, depth: number) => Json[];

/** Keys whose values stand elsewhere, one list for all objects. */
export type Lifted = ReadonlyMap<string, readonly Json[]>;
const NOTHING: Lifted = new Map();

export function readObjects(
  from: ByteReader,
  length: number,
  depth: number,
  readColumn: ReadColumn,
  lifted: Lifted = NOTHING,
): JsonObject[] {
  if (depth > from.limits.depth) throw new BundleError('large', 'The bundle nests deeper than a bundle may.');
  const shapes = Array.from({ length: from.size() }, () => readShape(from));
  const which = readIntegers(from, length);
  const sizes = new Map<string, number>();
  for (const place of which) {
    const shape = shapes[place];
    if (!shape) throw new BundleError('damaged', 'An object has no shape.');
    from.spend(shape.length);
    for (const key of shape) if (!lifted.has(key)) sizes.set(key, (sizes.get(key) ?? 0) + 1);
  }
  const columns = new Map<string, Json[]>();
  for (const [key, size] of sizes) columns.set(key, readColumn(from, size, depth));
  const next = new Map<string, number>();
  return which.map((place, i) => {
    const object: JsonObject = {};
    for (const key of shapes[place] ?? []) {
      const apart = lifted.get(key);
      const row = next.get(key) ?? 0;
      if (!apart) next.set(key, row + 1);
      putKey(object, key, (apart ? apart[i] : columns.get(key)?.[row]) ?? null);
    }
    return object;
  });
}

function readShape(from: ByteReader): string[] {
  try {
    const keys = JSON.parse(from.text()) as unknown;
    if (Array.isArray(keys) && keys.every((key) => typeof key === 'string')) return keys;
  } catch (cause) {
    if (cause instanceof BundleError) throw cause;
    throw new BundleError('damaged', 'A shape of the bundle cannot be read.', { cause });
  }
  throw new BundleError('damaged', 'A shape of the bundle is none.');
}
