import { displayWidth } from './display-width.js';
import type { Piece } from './row.js';
import { wrapText } from './wrap-text.js';

/** Narrower than this a text is no longer read, and is cut as before. */
const LEAST = 16;
/** What a line begins with and what the lines below it leave free: `  → `, ` 1. ` */
const BEGINNING = /^ *(?:[→✖✔▲▸•] +|\d+\. +)?/;

/** A row that is too wide goes on below where its last part began; a table's row stays one, to be cut. */
export function wrapRow(pieces: readonly Piece[], width: number): Piece[][] {
  const last = pieces.at(-1);
  const before = pieces.slice(0, -1);
  const start = before.reduce((sum, { text }) => sum + displayWidth(text), 0);
  if (!last || last.inverse || start + displayWidth(last.text) <= width) return [[...pieces]];
  const [beginning = ''] = BEGINNING.exec(last.text) ?? [];
  const text = last.text.slice(beginning.length).trimEnd();
  const indent = start + displayWidth(beginning);
  if (width - indent < LEAST || text.includes('   ')) return [[...pieces]];
  return wrapText(text, width - indent).map((line, index): Piece[] =>
    index === 0
      ? [...before, { ...last, text: beginning + line }]
      : [{ text: ' '.repeat(indent) }, { ...last, text: line }],
  );
}

/**
 * A body in a room of `room` lines. What is too wide goes on below as long as every row has its place; for that, empty
 * rows give way, the last one first.
 */
export function fitRows(body: readonly Piece[][], width: number, room: number): Piece[][] {
  let spare = room - body.filter((row) => !isEmpty(row)).length;
  const rows = body.flatMap((row) => {
    const wrapped = wrapRow(row, width);
    if (wrapped.length - 1 > spare) return [[...row]];
    spare -= wrapped.length - 1;
    return wrapped;
  });
  for (let at = rows.length - 1; at >= 0 && rows.length > room; at -= 1) {
    if (isEmpty(rows[at] ?? [])) rows.splice(at, 1);
  }
  return rows.slice(0, room);
}

function isEmpty(row: readonly Piece[]): boolean {
  return row.every(({ text }) => text.trim() === '');
}
