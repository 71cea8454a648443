import type { Cell } from '../table/sorted-table.js';

/** All that a cell says, on paper: what a page says by colour and in small letters, too. */
export function wholeText({ text, word }: Pick<Cell, 'text' | 'word'>): string {
  return [unbrokenUnit(text), word].filter(Boolean).join(' ');
}

/** A number and its unit stay in one line. */
export function unbrokenUnit(text: string): string {
  return text.replaceAll(' ', '\u00a0');
}
