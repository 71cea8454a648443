import { BundleError } from './bundle-error.js';
import type { ByteReader } from './byte-reader.js';
import { readIntegers } from './integer-column.js';
import { countNumbers, putTogether } from './text-pattern.js';
import { sayTime } from './written-times.js';

const PLAIN = 0;
/** each different text once, and which one stands where */
const REPEATED = 1;
/** instants as milliseconds */
const TIMES = 2;
/** patterns and their numbers */
const PATTERNS = 3;

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
