import { displayWidth, plain } from './display-width.js';

/** Lines of at most `width` columns that break between words; a longer word stands alone, to be cut by its row. */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of plain(text).split(' ').filter(Boolean)) {
    const last = lines.at(-1);
    const joined = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && displayWidth(joined) <= width) lines[lines.length - 1] = joined;
    else lines.push(word);
  }
  return lines;
}
