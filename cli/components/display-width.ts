/** Marks without a column of their own: nonspacing, enclosing, and format characters such as joiners. */
const NO_COLUMN = /^[\p{Mn}\p{Me}\p{Cf}]$/u;

/** East Asian wide characters and emoji, which terminals draw over two columns. */
const TWO_COLUMNS =
  /^[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\p{Emoji_Presentation}]$/u;

/**
 * Columns that a terminal takes for a text, counted by code point as wcwidth(3) does (tmux, xterm, VTE): क्ष is 2
 * and का is 2 (its vowel sign is a spacing mark), कि 2, कु and कं 1. Libraries that count by grapheme say 1 for क्ष,
 * so columns padded by them are crooked in Hindi.
 */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    if (NO_COLUMN.test(character)) continue;
    width += TWO_COLUMNS.test(character) ? 2 : 1;
  }
  return width;
}

/** Fills with spaces up to the width, or cuts with an ellipsis. Never cuts within a syllable's marks. */
export function fit(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const shown = cut(plain(text), width);
  const space = ' '.repeat(width - displayWidth(shown));
  return align === 'left' ? shown + space : space + shown;
}

/** The text in at most `width` columns, an ellipsis in place of what is cut off. */
export function cut(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  if (width < 1) return '';
  let kept = '';
  for (const { segment } of GRAPHEMES.segment(text)) {
    if (displayWidth(kept + segment) > width - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** Joiners (U+200C, U+200D) shape a printed letter; terminals only disagree on how wide they make it. */
export function plain(text: string): string {
  return text.replace(/[\u200b-\u200d\u2060\ufeff]/g, '').replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}

const GRAPHEMES = new Intl.Segmenter('hi', { granularity: 'grapheme' });
