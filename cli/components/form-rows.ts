import { displayWidth, fit } from './display-width.js';
import { chosenIn, type FormField, type FormState } from './form-state.js';
import type { Piece } from './row.js';
import { wrapText } from './wrap-text.js';

/** A form's lines and the line that is being filled: label, value or options, then what is wrong or a hint. */
export function formRows(
  fields: readonly FormField[],
  state: FormState,
  problems: Readonly<Record<string, string>>,
  columns: number,
): { rows: Piece[][]; focusRow: number } {
  const labelWidth = Math.min(30, Math.max(0, ...fields.map(({ label }) => displayWidth(label)))) + 2;
  const rows: Piece[][] = [];
  let focusRow = 0;
  fields.forEach((field, index) => {
    const here = index === state.focus;
    if (here) focusRow = rows.length;
    const mark: Piece = here ? { text: ' ▸ ', color: 'cyan', bold: true } : { text: '   ' };
    const label: Piece = { text: fit(field.label, labelWidth), bold: here };
    const room = columns - labelWidth - 4;
    const indent: Piece = { text: ' '.repeat(labelWidth + 3) };
    const lines =
      field.kind === 'text' ? [textPieces(field, state, here, room)] : optionLines(field, state, here, room);
    lines.forEach((line, i) => rows.push(i === 0 ? [mark, label, ...line] : [indent, ...line]));
    const problem = problems[field.name];
    const said = problem === undefined ? (here ? (field.hint ?? '') : '') : `✖ ${problem}`;
    const look = problem === undefined ? { dim: true } : { color: 'red' as const };
    rows.push(...wrapText(said, room).map((text): Piece[] => [indent, { text, ...look }]));
  });
  return { rows, focusRow };
}

/** As many lines as there is room for, such that the line `focusRow` and two after it are among them. */
export function scrollTo(rows: readonly Piece[][], focusRow: number, room: number): Piece[][] {
  const first = Math.max(0, Math.min(rows.length - room, focusRow + 3 - room));
  return rows.slice(first, first + room);
}

/** The end of a text that is longer than its field: that is where one types. */
function textPieces(field: FormField, state: FormState, here: boolean, room: number): Piece[] {
  const value = state.values[field.name] ?? '';
  const shown = field.secret ? '•'.repeat([...value].length) : value;
  let letters = [...shown];
  while (displayWidth(letters.join('')) > room - 2) letters = letters.slice(1);
  const text = letters.join('');
  if (!here) return text === '' ? [{ text: '–', dim: true }] : [{ text }];
  return [{ text }, { text: ' ', inverse: true }];
}

/** Options in cells of one width, so that they stand in columns. */
function optionLines(field: FormField, state: FormState, here: boolean, room: number): Piece[][] {
  const options = field.options ?? [];
  const chosen = field.kind === 'many' ? chosenIn(state.values[field.name]) : [state.values[field.name]];
  const width = Math.max(...options.map(({ label }) => displayWidth(label))) + 6;
  const perLine = Math.max(1, Math.floor(room / width));
  const lines: Piece[][] = [];
  options.forEach(({ value, label }, index) => {
    const box = field.kind === 'many' ? ['[x]', '[ ]'] : ['(•)', '( )'];
    const cell = `${chosen.includes(value) ? box[0] : box[1]} ${label}`;
    const isCursor = here && index === state.option;
    const pieces: Piece[] = [
      { text: cell, inverse: isCursor, bold: chosen.includes(value) },
      { text: ' '.repeat(Math.max(0, width - displayWidth(cell))) },
    ];
    if (index % perLine === 0) lines.push(pieces);
    else lines.at(-1)?.push(...pieces);
  });
  return lines;
}
