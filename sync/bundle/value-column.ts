import { BundleError } from './bundle-error.js';
import type { ByteReader } from './byte-reader.js';
import { readIntegers } from './integer-column.js';
import type { Json } from './json.js';
import { readObjects } from './object-column.js';
import { readTexts } from './text-column.js';

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

function readNumbers(from: ByteReader, length: number): number[] {
  const decimals = from.byte();
  if (decimals > MOST_DECIMALS) throw new BundleError('damaged', 'Too many decimals.');
  const values = readIntegers(from, length);
  return decimals === 0 ? values : values.map((value) => value / 10 ** decimals);
}
