import type { GlyphRun } from 'fontkit';
import { printFont, wordsOf, type Weight } from './fonts.js';
import { letters, printable } from './printable.js';

export interface Type {
  /** points */
  size: number;
  weight?: Weight;
}

export interface Wrapping extends Type {
  /** points */
  width: number;
  /** more is cut, with an ellipsis */
  maxLines?: number;
}

/** The shaped words of one line of mixed Devanagari and Latin. */
export function shapeLine(line: string, weight: Weight = 'regular'): GlyphRun[] {
  const font = printFont(weight);
  return wordsOf(line).map((word) => font.shape(word));
}

/** Width in points of a text that `printable` has passed. */
export function textWidth(line: string, { size, weight = 'regular' }: Type): number {
  const units = shapeLine(line, weight).reduce((sum, run) => sum + run.advanceWidth, 0);
  return (units * size) / printFont(weight).unitsPerEm;
}

/**
 * Breaks at spaces, at line breaks, and inside a word only where the word alone is wider than the line. A
 * no-break space holds words together and is printed as a plain one.
 */
export function wrapText(text: string, wrapping: Wrapping): string[] {
  return brokenLines(text, wrapping).map((line) => line.replaceAll('\u00a0', ' '));
}

function brokenLines(text: string, wrapping: Wrapping): string[] {
  const { width, maxLines = Infinity } = wrapping;
  const fits = (line: string): boolean => textWidth(line, wrapping) <= width;
  const lines: string[] = [];
  for (const paragraph of printable(text).split('\n')) {
    let line = '';
    for (const word of paragraph.split(' ').filter((w) => w !== '')) {
      const longer = line === '' ? word : `${line} ${word}`;
      if (fits(longer)) {
        line = longer;
        continue;
      }
      if (line !== '') lines.push(line);
      const pieces = fits(word) ? [word] : breakWord(word, fits);
      line = pieces.pop() ?? '';
      lines.push(...pieces);
      // A pasted page of text must not be shaped to its end only to be cut.
      if (lines.length > maxLines) return cut(lines, maxLines, fits);
    }
    if (line !== '') lines.push(line);
  }
  return lines.length > maxLines ? cut(lines, maxLines, fits) : lines;
}

function breakWord(word: string, fits: (line: string) => boolean): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const letter of letters(word)) {
    if (piece !== '' && !fits(piece + letter)) {
      pieces.push(piece);
      piece = '';
    }
    piece += letter;
  }
  return [...pieces, piece];
}

function cut(lines: string[], maxLines: number, fits: (line: string) => boolean): string[] {
  const kept = lines.slice(0, maxLines);
  const last = letters(kept.pop() ?? '');
  while (last.length > 0 && !fits(`${last.join('').trimEnd()}…`)) last.pop();
  return [...kept, `${last.join('').trimEnd()}…`];
}
