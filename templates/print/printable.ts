import { printFont } from './fonts.js';

/** Stands for a sign that the font cannot draw (an emoji, another script): a reader sees that one was there. */
const UNKNOWN = '□';

/** What people type, and the font lacks, but plain letters can say. */
const PLAIN: Record<string, string> = {
  '½': '1/2',
  '¼': '1/4',
  '¾': '3/4',
  '≥': '>=',
  '≤': '<=',
  '→': '->',
  '‑': '-',
  '²': '2',
  '‰': '/1000',
};

const FAMILIAR = /^[\u0020-\u007e\u00a0\u0900-\u0977\u200c\u200d·–—]*$/;
const INVISIBLE = /[\p{Cc}\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]/gu;
const graphemes = new Intl.Segmenter('hi', { granularity: 'grapheme' });

/**
 * The text as it can be printed: line breaks stay, other control and direction signs go, a sign without a glyph
 * becomes □. Joiners stay: Hindi spells with them (र्‍य). Only the print changes, never the stored name.
 */
export function printable(text: string): string {
  return text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map(printableLine)
    .join('\n');
}

function printableLine(line: string): string {
  const spaced = line.replace(/\u202f/g, '\u00a0').replace(/[\t\u2000-\u200a]/g, ' ');
  if (FAMILIAR.test(spaced)) return spaced;
  let out = '';
  for (const { segment } of graphemes.segment(spaced.replace(INVISIBLE, ''))) {
    const plain = PLAIN[segment];
    if (plain === undefined) out += drawable(segment);
    else out += /\d$/.test(out) && plain.includes('/') ? ` ${plain}` : plain;
  }
  return out;
}

function drawable(grapheme: string): string {
  const font = printFont('regular');
  const signs = [...grapheme];
  const [first = ''] = signs;
  if (!font.has(first.codePointAt(0) ?? 0)) return UNKNOWN;
  return signs.filter((sign) => font.has(sign.codePointAt(0) ?? 0)).join('');
}

/** Segments a text into what a reader takes for single letters (a conjunct with its matras is one). */
export function letters(text: string): string[] {
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}
