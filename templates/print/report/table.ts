import type { ReportRow, ReportTable } from '../../../records/report.js';
import { wrapText } from '../hindi-text.js';
import type { Labels } from '../labels.js';
import type { Sheet } from '../sheet.js';
import { cellText, NOT_KNOWN } from './cell-text.js';
import { CELL_SIDE, sizeTable, type SizedColumn } from './column-widths.js';
import type { Flow } from './flow.js';
import { drawSectionTitle } from './prose.js';

const LEADING = 1.34;
const CELL_TOP = 1.6;
const INDENT = 8;
/** Rows below a heading that are kept with it; a longer part goes on over the page. */
const SHORT_PART = 8;

/** One row, broken into lines for its columns. */
interface WrappedRow {
  lines: string[][];
  bold: boolean;
  heading: boolean;
  total: boolean;
  indent: number;
}

/**
 * Sets a table row by row and yields after each. A row stands whole on one page; only one that is taller than a page
 * goes on over the next.
 */
export function* setTable(flow: Flow, words: Labels, table: ReportTable): Generator<void> {
  if (table.columns.length === 0) return;
  const { size, bands } = sizeTable(table, flow.paper.inner);
  for (const [i, columns] of bands.entries()) {
    const part = bands.length > 1 ? `${words.label('part')} ${i + 1}/${bands.length}` : '';
    const title = [table.title, part].filter(Boolean).join(' · ');
    yield* setBand(flow, words, { columns, size, title, table });
  }
}

interface Band {
  columns: SizedColumn[];
  size: number;
  title: string;
  table: ReportTable;
}

function* setBand(flow: Flow, words: Labels, { columns, size, title, table }: Band): Generator<void> {
  const head = wrapRow(columns, size, (column) => column.title, { bold: true });
  /** nothing of the table stands below its head on this page */
  let underHead = true;
  const drawHead = (): void => {
    flow.draw((sheet, y) => drawHeadRow(sheet, flow, columns, head, size, y));
    underHead = true;
  };
  const { rows, total } = table;
  const all = total ? [...rows, { ...total, total: true }] : rows;
  flow.need(heightOf(head, size) + 5 * size * LEADING + (title ? 20 : 0));
  if (title) flow.draw((sheet, y) => drawSectionTitle(sheet, flow.paper, title, y));
  drawHead();
  if (rows.length === 0) {
    flow.draw((sheet, y) => sheet.text(words.label('noRows'), y + 3, place(flow, size)) + 4);
  }
  let unknown = false;
  const wrap = (row: (typeof all)[number]): WrappedRow =>
    wrapRow(columns, size, ({ key }) => cellText(row.cells[key]), {
      ...row,
      bold: row.heading === true || 'total' in row,
      total: 'total' in row,
    });
  for (const [at, row] of all.entries()) {
    const wrapped = wrap(row);
    unknown ||= columns.some(({ key }) => row.cells[key] === null);
    const height = heightOf(wrapped, size);
    // A heading alone at the foot of a page says nothing, nor do rows at the head of one without theirs.
    const part = wrapped.heading ? shortPart(all, at + 1).map((one) => heightOf(wrap(one), size)) : [];
    const after = wrapped.heading ? part.reduce((sum, one) => sum + one, 0) || 2 * size * LEADING : 0;
    if (height + after > flow.room && !underHead) {
      flow.turn();
      drawHead();
    }
    let rest = wrapped;
    while (heightOf(rest, size) > flow.room) {
      const count = Math.max(1, Math.floor((flow.room - 2 * CELL_TOP) / (size * LEADING)));
      const part = { ...rest, lines: rest.lines.map((lines) => lines.slice(0, count)) };
      flow.draw((sheet, y) => drawRow(sheet, flow, columns, part, size, y));
      rest = { ...rest, lines: rest.lines.map((lines) => lines.slice(count)) };
      flow.turn();
      drawHead();
    }
    flow.draw((sheet, y) => drawRow(sheet, flow, columns, rest, size, y));
    underHead = false;
    yield;
  }
  if (unknown) {
    const text = `${NOT_KNOWN} ${words.label('notKnown')}`;
    flow.need(12);
    flow.draw((sheet, y) => sheet.text(text, y + 1.5, { ...place(flow, 7), shade: 0.3 }));
  }
  for (const text of table.under ?? []) {
    const style = { ...place(flow, size * 0.92), shade: 0.2 };
    const lines = wrapText(text, { size: style.size, width: style.width });
    flow.need(lines.length * style.size * LEADING);
    flow.draw((sheet, y) => sheet.lines(lines, y + 1.5, style));
  }
  flow.y += 8;
}

/** The rows of a heading, where they are few; else none. */
function shortPart<R extends ReportRow>(rows: readonly R[], from: number): R[] {
  const next = rows.findIndex((row, at) => at >= from && row.heading === true);
  const part = rows.slice(from, next < 0 ? rows.length : next);
  return part.length <= SHORT_PART ? part : [];
}

function place(flow: Flow, size: number): { x: number; width: number; size: number } {
  return { x: flow.paper.left + CELL_SIDE, width: flow.paper.inner - 2 * CELL_SIDE, size };
}

function wrapRow(
  columns: SizedColumn[],
  size: number,
  textOf: (column: SizedColumn) => string,
  {
    bold,
    heading = false,
    total = false,
    indent = 0,
  }: Partial<ReportRow> & { bold: boolean; total?: boolean },
): WrappedRow {
  const shift = Math.min(indent, 4) * INDENT;
  const lines = columns.map((column, i) => {
    const text = textOf(column);
    // A heading says its name; that it counts nothing needs no sign.
    if (heading && text === NOT_KNOWN) return [];
    const width = column.points - 2 * CELL_SIDE - (i === 0 ? shift : 0) + 0.01;
    return wrapText(text, { size, weight: bold ? 'bold' : 'regular', width: Math.max(width, size) });
  });
  return { lines, bold, heading, total, indent: shift };
}

function heightOf({ lines }: WrappedRow, size: number): number {
  return Math.max(1, ...lines.map(({ length }) => length)) * size * LEADING + 2 * CELL_TOP;
}

function drawHeadRow(
  sheet: Sheet,
  { paper }: Flow,
  columns: SizedColumn[],
  head: WrappedRow,
  size: number,
  y: number,
): number {
  const height = heightOf(head, size);
  sheet.box(paper.left, y, paper.inner, height, { fill: 0.9 });
  sheet.rule(paper.left, y, paper.right, y, 0.8, 0);
  drawCells(sheet, paper.left, columns, head, size, y);
  sheet.rule(paper.left, y + height, paper.right, y + height, 0.8, 0);
  return y + height;
}

function drawRow(
  sheet: Sheet,
  { paper }: Flow,
  columns: SizedColumn[],
  row: WrappedRow,
  size: number,
  y: number,
): number {
  const height = heightOf(row, size);
  if (row.heading) sheet.box(paper.left, y, paper.inner, height, { fill: 0.95 });
  if (row.total) sheet.rule(paper.left, y, paper.right, y, 0.8, 0);
  drawCells(sheet, paper.left, columns, row, size, y);
  sheet.rule(paper.left, y + height, paper.right, y + height, row.total ? 0.8 : 0.35, row.total ? 0 : 0.6);
  return y + height;
}

function drawCells(
  sheet: Sheet,
  left: number,
  columns: SizedColumn[],
  row: WrappedRow,
  size: number,
  y: number,
): void {
  let x = left;
  for (const [i, { points, align = 'left' }] of columns.entries()) {
    const shift = i === 0 ? row.indent : 0;
    sheet.lines(row.lines[i] ?? [], y + CELL_TOP, {
      x: x + CELL_SIDE + shift,
      width: points - 2 * CELL_SIDE - shift,
      size,
      leading: LEADING,
      weight: row.bold ? 'bold' : 'regular',
      align: align === 'centre' ? 'center' : align,
    });
    x += points;
  }
}
