import { BundleError } from './bundle-error.js';
import { BUNDLE_LIMITS, type ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';
import { readIntegers, writeIntegers } from './integer-column.js';

export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

/** Writes and reads a column of any values; handed in, because values may be objects again. */
export type WriteColumn = (out: ByteWriter, values: readonly Json[], depth: number) => void;
export type ReadColumn = (from: ByteReader, length: number, depth: number) => Json[];

/** Keys whose values stand elsewhere, one list for all objects. */
export type Lifted = ReadonlyMap<string, readonly Json[]>;
const NOTHING: Lifted = new Map();

/** Writes objects as their shapes (keys in order), which shape each has, and a column for each key. */
export function writeObjects(
  out: ByteWriter,
  objects: readonly JsonObject[],
  depth: number,
  writeColumn: WriteColumn,
  lifted: readonly string[] = [],
): void {
  if (depth > BUNDLE_LIMITS.depth) throw new TypeError('A record nests deeper than a bundle may.');
  const shapes = new Map<string, { place: number; keys: string[] }>();
  const columns = new Map<string, Json[]>();
  const which = objects.map((object) => {
    const keys = Object.keys(object);
    const name = JSON.stringify(keys);
    let shape = shapes.get(name);
    if (!shape) shapes.set(name, (shape = { place: shapes.size, keys }));
    for (const key of keys) {
      if (lifted.includes(key)) continue;
      const column = columns.get(key);
      const value = object[key] as Json;
      if (column) column.push(value);
      else columns.set(key, [value]);
    }
    return shape.place;
  });
  out.count(shapes.size);
  // As JSON: a key may be any text, well-formed or not.
  for (const name of shapes.keys()) out.text(name);
  writeIntegers(out, which);
  for (const column of columns.values()) writeColumn(out, column, depth);
}

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
      put(object, key, (apart ? apart[i] : columns.get(key)?.[row]) ?? null);
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

/** Assigning `__proto__` would change the object's kind instead of its keys. */
function put(object: JsonObject, key: string, value: Json): void {
  if (key !== '__proto__') object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
}
