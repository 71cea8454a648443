import { BundleError } from './bundle-error.js';
import type { ByteReader } from './byte-reader.js';
import { isWellFormed, type ByteWriter } from './byte-writer.js';
import { LARGEST, readIntegers, writeIntegers } from './integer-column.js';
import { readObjects, writeObjects, type Json, type JsonObject } from './object-column.js';
import { readTexts, writeTexts } from './text-column.js';

const NULL = 0;
const FALSE = 1;
const TRUE = 2;
/** with as many decimals as the column says: temperatures, weights */
const NUMBER = 3;
const DOUBLE = 4;
const TEXT = 5;
/** not well-formed Unicode, which UTF-8 does not hold */
const ODD_TEXT = 6;
const LIST = 7;
const OBJECT = 8;
/** after this byte each value's kind follows; before it stands the one kind of all */
const MIXED = 255;
const MOST_DECIMALS = 3;

/** Writes values of any kind as a column of kinds and a column for each kind that there is. */
export function writeValues(out: ByteWriter, values: readonly Json[], depth: number): void {
  const kinds = values.map(kindOf);
  const distinct = new Set(kinds);
  if (distinct.size === 1) out.byte(kinds[0] ?? NULL);
  else {
    out.byte(MIXED);
    for (const kind of kinds) out.byte(kind);
  }
  const of = <T>(kind: number): T[] => values.filter((_, i) => kinds[i] === kind) as T[];
  if (distinct.has(NUMBER)) writeNumbers(out, of<number>(NUMBER));
  if (distinct.has(DOUBLE)) for (const value of of<number>(DOUBLE)) out.double(value);
  if (distinct.has(TEXT)) writeTexts(out, of<string>(TEXT));
  if (distinct.has(ODD_TEXT)) {
    for (const value of of<string>(ODD_TEXT)) {
      out.count(value.length);
      for (let i = 0; i < value.length; i += 1) out.count(value.charCodeAt(i));
    }
  }
  if (distinct.has(LIST)) {
    const lists = of<Json[]>(LIST);
    writeIntegers(
      out,
      lists.map(({ length }) => length),
    );
    writeValues(out, lists.flat(1), depth + 1);
  }
  if (distinct.has(OBJECT)) writeObjects(out, of<JsonObject>(OBJECT), depth + 1, writeValues);
}

export function readValues(from: ByteReader, length: number, depth: number): Json[] {
  if (depth > from.limits.depth) throw new BundleError('large', 'The bundle nests deeper than a bundle may.');
  from.spend(length);
  const first = from.byte();
  const kinds = first === MIXED ? from.bytes(length) : null;
  const sizes = new Map<number, number>();
  if (kinds) for (const kind of kinds) sizes.set(kind, (sizes.get(kind) ?? 0) + 1);
  else sizes.set(first, length);
  const columns = new Map<number, Json[]>();
  for (const kind of [...sizes.keys()].sort((a, b) => a - b)) {
    columns.set(kind, readKind(from, kind, sizes.get(kind) ?? 0, depth));
  }
  if (!kinds) return columns.get(first) ?? [];
  const next = new Map<number, number>();
  return Array.from(kinds, (kind) => {
    const row = next.get(kind) ?? 0;
    next.set(kind, row + 1);
    return columns.get(kind)?.[row] ?? null;
  });
}

function readKind(from: ByteReader, kind: number, length: number, depth: number): Json[] {
  switch (kind) {
    case NULL:
      return new Array<Json>(length).fill(null);
    case FALSE:
      return new Array<Json>(length).fill(false);
    case TRUE:
      return new Array<Json>(length).fill(true);
    case NUMBER:
      return readNumbers(from, length);
    case DOUBLE:
      return repeat(length, () => from.double());
    case TEXT:
      return readTexts(from, length);
    case ODD_TEXT:
      return repeat(length, () => readUnits(from));
    case LIST: {
      const sizes = readIntegers(from, length);
      if (sizes.some((size) => size < 0)) throw new BundleError('damaged', 'A list has no length.');
      const all = readValues(
        from,
        sizes.reduce((sum, size) => sum + size, 0),
        depth + 1,
      );
      let at = 0;
      return sizes.map((size) => all.slice(at, (at += size)));
    }
    case OBJECT:
      return readObjects(from, length, depth + 1, readValues);
    default:
      throw new BundleError('damaged', 'Unknown kind of value.');
  }
}

/** Doubles and odd texts take a byte at least each: what is cut off is found before room is taken. */
function repeat(length: number, read: () => Json): Json[] {
  const values: Json[] = [];
  for (let i = 0; i < length; i += 1) values.push(read());
  return values;
}

function readUnits(from: ByteReader): string {
  const units: string[] = [];
  for (let left = from.size(); left > 0; left -= 1) units.push(String.fromCharCode(from.count() % 0x10000));
  return units.join('');
}

function kindOf(value: Json): number {
  if (value === null) return NULL;
  switch (typeof value) {
    case 'boolean':
      return value ? TRUE : FALSE;
    case 'number':
      return Object.is(value, -0) || decimalsOf(value) === null ? DOUBLE : NUMBER;
    case 'string':
      return isWellFormed(value) ? TEXT : ODD_TEXT;
    case 'object':
      return Array.isArray(value) ? LIST : OBJECT;
    default:
      throw new TypeError(`A record holds a ${typeof value}, which is no JSON.`);
  }
}

/** Decimals that hold the number exactly, or null. */
function decimalsOf(value: number): number | null {
  for (let decimals = 0; decimals <= MOST_DECIMALS; decimals += 1) {
    const scaled = Math.round(value * 10 ** decimals);
    if (Math.abs(scaled) > LARGEST / 10 ** MOST_DECIMALS) return null;
    if (scaled / 10 ** decimals === value) return decimals;
  }
  return null;
}

function writeNumbers(out: ByteWriter, values: readonly number[]): void {
  const decimals = values.reduce((most, value) => Math.max(most, decimalsOf(value) ?? 0), 0);
  out.byte(decimals);
  writeIntegers(
    out,
    values.map((value) => Math.round(value * 10 ** decimals)),
  );
}

function readNumbers(from: ByteReader, length: number): number[] {
  const decimals = from.byte();
  if (decimals > MOST_DECIMALS) throw new BundleError('damaged', 'Too many decimals.');
  const values = readIntegers(from, length);
  return decimals === 0 ? values : values.map((value) => value / 10 ** decimals);
}
