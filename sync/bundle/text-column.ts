import { BundleError } from './bundle-error.js';
import type { ByteReader } from './byte-reader.js';
import { utf8, type ByteWriter } from './byte-writer.js';
import { readIntegers, writeIntegers } from './integer-column.js';
import { countNumbers, putTogether, takeApart, type TakenApart } from './text-pattern.js';

const PLAIN = 0;
/** each different text once, and which one stands where */
const REPEATED = 1;
/** instants as milliseconds */
const TIMES = 2;
/** patterns and their numbers */
const PATTERNS = 3;

/** Writes texts in the way that suits them: times, ids, repeated words, or one after the other. */
export function writeTexts(out: ByteWriter, texts: readonly string[]): void {
  const times = texts.map(asTime);
  if (times.length > 0 && times.every((time) => time !== null)) {
    out.byte(TIMES);
    writeIntegers(out, times);
    return;
  }
  const patterned = asPatterns(texts);
  if (patterned) {
    out.byte(PATTERNS);
    writePatterns(out, patterned);
    return;
  }
  const places = new Map<string, number>();
  for (const text of texts) if (!places.has(text)) places.set(text, places.size);
  if (places.size * 2 >= texts.length) {
    writePlain(out, texts);
    return;
  }
  out.byte(REPEATED);
  out.count(places.size);
  writeTexts(out, [...places.keys()]);
  writeIntegers(
    out,
    texts.map((text) => places.get(text) ?? 0),
  );
}

export function readTexts(from: ByteReader, length: number): string[] {
  const kind = from.byte();
  switch (kind) {
    case PLAIN:
      return readPlain(from, length);
    case TIMES:
      return readIntegers(from, length).map(sayTime);
    case PATTERNS:
      return readPatterns(from, length);
    case REPEATED: {
      const size = from.size();
      if (size >= length && length > 0) throw new BundleError('damaged', 'More words than texts.');
      const words = readTexts(from, size);
      return readIntegers(from, length).map((place) => {
        const word = at(words, place);
        from.spend(word.length);
        return word;
      });
    }
    default:
      throw new BundleError('damaged', 'Unknown kind of texts.');
  }
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

function asTime(text: string): number | null {
  if (text.length !== 24 || !TIME.test(text)) return null;
  const ms = Date.parse(text);
  return Number.isNaN(ms) || new Date(ms).toISOString() !== text ? null : ms;
}

function sayTime(ms: number): string {
  const time = new Date(ms);
  if (Number.isNaN(time.getTime())) throw new BundleError('damaged', 'A time of the bundle is out of range.');
  return time.toISOString();
}

/** All taken apart, if they have numbers and few patterns. */
function asPatterns(texts: readonly string[]): TakenApart[] | null {
  if (texts.length < 2) return null;
  const most = Math.max(2, texts.length / 8);
  const patterns = new Set<string>();
  const apart: TakenApart[] = [];
  let numbers = 0;
  for (const text of texts) {
    const taken = takeApart(text);
    if (!taken || patterns.add(taken.pattern).size > most) return null;
    numbers += taken.numbers.length;
    apart.push(taken);
  }
  return numbers >= texts.length ? apart : null;
}

function writePatterns(out: ByteWriter, apart: readonly TakenApart[]): void {
  const groups = new Map<string, { place: number; rows: number[][] }>();
  const which = apart.map(({ pattern, numbers }) => {
    let group = groups.get(pattern);
    if (!group) groups.set(pattern, (group = { place: groups.size, rows: [] }));
    group.rows.push(numbers);
    return group.place;
  });
  out.count(groups.size);
  for (const pattern of groups.keys()) out.text(pattern);
  writeIntegers(out, which);
  for (const [pattern, { rows }] of groups) {
    for (let slot = 0; slot < countNumbers(pattern); slot += 1)
      writeIntegers(
        out,
        rows.map((row) => row[slot] ?? 0),
      );
  }
}

function readPatterns(from: ByteReader, length: number): string[] {
  const patterns = Array.from({ length: from.size() }, () => from.text());
  const which = readIntegers(from, length);
  const sizes = patterns.map(() => 0);
  for (const place of which) sizes[place] = at(sizes, place) + 1;
  const slots = patterns.map((pattern, place) =>
    Array.from({ length: countNumbers(pattern) }, () => readIntegers(from, sizes[place] ?? 0)),
  );
  const next = patterns.map(() => 0);
  return which.map((place) => {
    const row = next[place] ?? 0;
    next[place] = row + 1;
    const numbers = (slots[place] ?? []).map((column) => column[row] ?? 0);
    const text = putTogether({ pattern: patterns[place] ?? '', numbers });
    from.spend(text.length);
    return text;
  });
}

function writePlain(out: ByteWriter, texts: readonly string[]): void {
  const bytes = texts.map(utf8);
  out.byte(PLAIN);
  writeIntegers(
    out,
    bytes.map(({ length }) => length),
  );
  for (const one of bytes) out.bytes(one);
}

function readPlain(from: ByteReader, length: number): string[] {
  return readIntegers(from, length).map((size) => {
    if (size < 0) throw new BundleError('damaged', 'A text of the bundle has no length.');
    return from.text(size);
  });
}

function at<T>(list: readonly T[], place: number): T {
  const found = list[place];
  if (found === undefined) throw new BundleError('damaged', 'The bundle points outside of itself.');
  return found;
}
