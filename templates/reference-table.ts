import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { FacilityError } from '../records/facility-error.js';

/** A list file (tab-separated, first line the column names) as rows that check their cells. */
export function readTable(path: string, columns: readonly string[]): TableRow[] {
  const file = basename(path);
  // Spreadsheets add a byte order mark and Windows line ends.
  const lines = readFileSync(path, 'utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/);
  const header = (lines[0] ?? '').split('\t').map(unquote);
  for (const column of columns) {
    if (!header.includes(column)) throw badCell(file, 1, column, 'the column is missing');
  }
  const rows: TableRow[] = [];
  lines.forEach((line, index) => {
    if (index === 0 || line.trim() === '' || line.startsWith('#')) return;
    const cells = line.split('\t').map(unquote);
    const extra = cells.slice(header.length).some((cell) => cell !== '');
    if (extra) throw badCell(file, index + 1, `${header.length + 1}`, 'more cells than column names');
    const byName = new Map(header.map((name, column) => [name, cells[column] ?? '']));
    rows.push(new TableRow(file, index + 1, byName));
  });
  return rows;
}

/** Rows by their code, in the file's order; a code that stands twice is an error. */
export function byCode<T>(rows: TableRow[], column: string, make: (row: TableRow) => T): Map<string, T> {
  const map = new Map<string, T>();
  for (const row of rows) {
    const code = row.text(column);
    if (map.has(code)) throw row.wrong(column, `“${code}” stands here a second time`);
    map.set(code, make(row));
  }
  return map;
}

/** One line of a list. Each reader throws a FacilityError that names file, line and column. */
export class TableRow {
  constructor(
    readonly file: string,
    readonly line: number,
    private readonly cells: Map<string, string>,
  ) {}

  optional(column: string): string {
    return (this.cells.get(column) ?? '').trim();
  }

  text(column: string): string {
    const value = this.optional(column);
    if (value === '') throw this.wrong(column, 'must not be empty');
    return value;
  }

  code(column: string, pattern: RegExp): string {
    const value = this.text(column);
    if (!pattern.test(value)) throw this.wrong(column, `“${value}” is no code of this list`);
    return value;
  }

  hindi(column: string): string {
    const value = this.text(column);
    if (value.includes('\uFFFD')) throw this.wrong(column, 'holds broken letters: save the file as UTF-8');
    return value.normalize('NFC');
  }

  list(column: string): string[] {
    return this.optional(column)
      .split(',')
      .map((word) => word.trim().normalize('NFC'))
      .filter((word) => word !== '');
  }

  choice<T extends string>(column: string, choices: readonly T[]): T {
    const value = this.optional(column);
    const choice = choices.find((one) => one === value);
    if (choice === undefined)
      throw this.wrong(column, `“${value}” is none of ${choices.map(shown).join(', ')}`);
    return choice;
  }

  yes(column: string): boolean {
    return this.choice(column, ['yes', 'no', '']) === 'yes';
  }

  number(column: string): number {
    const value = this.numberOrNull(column);
    if (value === null) throw this.wrong(column, 'must not be empty');
    return value;
  }

  /** Empty is null. */
  numberOrNull(column: string): number | null {
    const value = this.optional(column);
    if (value === '') return null;
    if (!/^-?\d+(\.\d+)?$/.test(value)) throw this.wrong(column, `“${value}” is not a number`);
    return Number(value);
  }

  wrong(column: string, problem: string): FacilityError {
    return badCell(this.file, this.line, column, problem);
  }
}

function badCell(file: string, line: number, column: string, problem: string): FacilityError {
  return new FacilityError('bad-input', `${file}, line ${line}, column ${column}: ${problem}`, {
    hint: 'hints.correctList',
    params: { file, line, column, problem },
  });
}

function unquote(cell: string): string {
  return /^".*"$/.test(cell) ? cell.slice(1, -1).replaceAll('""', '"') : cell;
}

function shown(choice: string): string {
  return choice === '' ? '(empty)' : choice;
}
