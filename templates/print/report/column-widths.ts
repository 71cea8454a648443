import type { ReportColumn, ReportRow, ReportTable } from '../../../records/report.js';
import { textWidth } from '../hindi-text.js';
import { printable } from '../printable.js';
import { cellText } from './cell-text.js';
import { LANDSCAPE, PORTRAIT, type Paper } from './paper.js';

export const CELL_SIDE = 3;
const SIZES = [8.5, 7.5, 6.5];
/** A word that is longer is broken, points. */
const LONGEST_WORD = 78;
/** A text that is longer is wrapped, points. */
const LONGEST_LINE = 150;
const SAMPLE = 120;

export interface SizedColumn extends ReportColumn {
  points: number;
}

/** A table as it goes on paper: one band of columns, or several below each other where they don't fit abreast. */
export interface SizedTable {
  size: number;
  bands: SizedColumn[][];
}

interface Need {
  column: ReportColumn;
  /** the narrowest at which no word and no number is torn, at size 1 */
  least: number;
  /** at which hardly any cell wraps, at size 1 */
  ease: number;
}

/** Upright unless a table needs the breadth. */
export function paperFor(tables: ReportTable[]): Paper {
  const tight = tables.some((table) => {
    const needs = needsOf(table);
    const points = (need: (one: Need) => number): number =>
      needs.reduce((sum, one) => sum + need(one) * SIZES[0]! + 2 * CELL_SIDE, 0);
    return (
      points(({ least }) => least) > PORTRAIT.inner || points(({ ease }) => ease) > PORTRAIT.inner * 1.25
    );
  });
  return tight ? LANDSCAPE : PORTRAIT;
}

/** Shrinks the letters before it sets columns below each other; the key column then stands in each band. */
export function sizeTable(table: ReportTable, inner: number): SizedTable {
  const needs = needsOf(table);
  const size = SIZES.find((one) => sum(needs.map((need) => leastPoints(need, one))) <= inner);
  if (size !== undefined) return { size, bands: [share(needs, size, inner)] };
  return { size: 7.5, bands: bandsOf(needs, table.rows, 7.5, inner).map((band) => share(band, 7.5, inner)) };
}

function leastPoints({ least }: Need, size: number): number {
  return least * size + 2 * CELL_SIDE;
}

function bandsOf(needs: Need[], rows: ReportRow[], size: number, inner: number): Need[][] {
  const keys = needs.slice(0, keyCount(needs, rows));
  const keyPoints = sum(keys.map((need) => leastPoints(need, size)));
  const bands: Need[][] = [];
  let points = Infinity;
  for (const need of needs.slice(keys.length)) {
    const more = leastPoints(need, size);
    if (points + more > inner) {
      bands.push([...keys]);
      points = keyPoints;
    }
    bands.at(-1)?.push(need);
    points += more;
  }
  return bands;
}

/** The first column names the row; a bare number does so only with the column beside it. */
function keyCount(needs: Need[], rows: ReportRow[]): number {
  const key = needs[0]?.column.key ?? '';
  const named = rows.some(({ cells }) => /\p{L}/u.test(cellText(cells[key])));
  return needs.length > 2 && !named ? 2 : 1;
}

/** Shares what is left by the widths that the report asks for, or by what the columns hold. */
function share(needs: Need[], size: number, inner: number): SizedColumn[] {
  const asked = needs.some(({ column }) => column.width !== undefined);
  const least = needs.map((need) => leastPoints(need, size));
  const wish = needs.map(({ column, ease }) =>
    asked ? Math.max(0.01, column.width ?? 1) : ease * size + 2 * CELL_SIDE,
  );
  let points = wish.map((one) => (one / sum(wish)) * inner);
  // Those below their least get it, and the others give it; twice over, as a giver may fall below its own.
  for (let round = 0; round < needs.length; round++) {
    const short = points.map((one, i) => one <= least[i]! + 0.001);
    const fixed = sum(least.map((one, i) => (short[i] ? one : 0)));
    const free = sum(points.map((one, i) => (short[i] ? 0 : one)));
    if (free === 0) break;
    const next = points.map((one, i) => (short[i] ? least[i]! : (one / free) * (inner - fixed)));
    if (next.every((one, i) => Math.abs(one - points[i]!) < 0.01)) break;
    points = next;
  }
  const over = sum(points) / inner;
  return needs.map(({ column }, i) => ({ ...column, points: points[i]! / Math.max(1, over) }));
}

const known = new WeakMap<ReportTable, Need[]>();

function needsOf(table: ReportTable): Need[] {
  const found = known.get(table);
  if (found) return found;
  const made = table.columns.map((column) => needOf(column, table));
  known.set(table, made);
  return made;
}

function needOf(column: ReportColumn, table: ReportTable): Need {
  const texts = sampleTexts(column.key, table);
  const measure = (text: string, weight: 'regular' | 'bold'): number => textWidth(text, { size: 1, weight });
  const title = printable(column.title);
  let least = 1;
  let ease = Math.min(measure(title, 'bold'), 60 / SIZES[0]!);
  const words = (text: string): string[] => text.split(/[\s\u00a0]+/);
  for (const word of words(title)) least = Math.max(least, measure(word, 'bold'));
  for (const text of texts) {
    ease = Math.max(ease, measure(text, 'bold'));
    for (const word of words(text)) least = Math.max(least, measure(word, 'bold'));
  }
  least = Math.min(least, LONGEST_WORD / SIZES[0]!);
  return { column, least, ease: Math.min(Math.max(ease, least), LONGEST_LINE / SIZES[0]!) };
}

/** Some rows from everywhere in the table, the total, and the longest text of all. */
function sampleTexts(key: string, { rows, total }: ReportTable): string[] {
  const step = Math.max(1, Math.floor(rows.length / SAMPLE));
  const texts: string[] = [];
  let longest = '';
  for (const [i, { cells }] of rows.entries()) {
    const text = cellText(cells[key]);
    if (i % step === 0) texts.push(text);
    if (text.length > longest.length) longest = text;
  }
  if (total) texts.push(cellText(total.cells[key]));
  // A pasted page of text needs no shaping to be known as long.
  return [...texts, longest].map((text) => printable(text.slice(0, 200)).replaceAll('\n', ' '));
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
