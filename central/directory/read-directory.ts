import { FacilityError, type HintKey } from '../../records/facility-error.js';
import { readCsv, type CsvRow } from '../../records/read-csv.js';
import type { FacilityDirectoryReference } from '../../templates/facility-directory-reference.js';
import { checkDirectory, type ListedRow } from './check-directory.js';
import { checkStanding } from './check-standing.js';
import { columnOf, COLUMNS, NEEDED, type Column } from './columns.js';
import type { FacilityDocument } from './facility-document.js';
import type { LgdLists } from './lgd-lists.js';
import { readFacilityRow, type ReadRow, type RowCells } from './read-facility-row.js';
import type { RowProblem } from './row-problem.js';

export interface Directory {
  /** rows without a problem */
  facilities: FacilityDocument[];
  /** in the order of their lines */
  problems: RowProblem[];
  rows: number;
  /** of the header, that the directory doesn't know */
  leftOut: string[];
}

/**
 * Reads and checks a directory. `standing`: the facilities that the centre has, which rows may not contradict; null to
 * judge the list by itself. Throws `bad-input` where the file as a whole cannot be read.
 */
export function readDirectory(
  bytes: Uint8Array,
  lists: FacilityDirectoryReference,
  lgd: LgdLists | null,
  standing: readonly FacilityDocument[] | null = null,
): Directory {
  const { rows, open } = readCsv(decode(bytes));
  if (open !== undefined) {
    throw wrongFile(`The quote in line ${open} is never closed.`, 'hints.closeQuote');
  }
  const [head, ...all] = rows;
  const body = all.filter(({ cells }) => cells[0]?.trim().startsWith('#') !== true);
  const columns = head?.cells.map(columnOf) ?? [];
  refuseHeader(head, columns);
  const read = body.map((row) => readRow(row, columns, lists));
  const problems = [
    ...read.flatMap((row) => row.problems),
    ...checkDirectory(
      read.filter(({ problems }) => !problems.some(isShifted)),
      lgd,
      beside(read, standing),
    ),
    ...(standing ? checkStanding(read.filter(isListed), beside(read, standing), lists.farKm) : []),
  ];
  problems.sort((a, b) => a.line - b.line);
  const wrong = new Set(problems.map(({ line }) => line));
  const facilities = read.flatMap(({ line, facility }) =>
    facility && !wrong.has(line) ? [withNames(facility, lgd)] : [],
  );
  const leftOut = head?.cells.filter((name, i) => columns[i] === null && name.trim() !== '') ?? [];
  return { facilities, problems, rows: body.length, leftOut };
}

function isShifted({ code }: RowProblem): boolean {
  return code === 'cellCount' || code === 'decimalComma';
}

/** What stands and is not in the list: those that a row replaces no longer count. */
function beside(rows: readonly ReadRow[], standing: readonly FacilityDocument[] | null): FacilityDocument[] {
  const listed = new Set(rows.map(({ facility }) => facility?.code));
  return standing?.filter(({ code }) => !listed.has(code)) ?? [];
}

function isListed(row: ReadRow): row is ListedRow {
  return row.facility !== null;
}

/** UTF-8, or what Excel calls "Unicode text". */
function decode(bytes: Uint8Array): string {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  try {
    return new TextDecoder(utf16 ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    const hint = 'hints.csvUtf8';
    throw wrongFile('The file is not in UTF-8.', hint, cause);
  }
}

function refuseHeader(head: CsvRow | undefined, columns: readonly (Column | null)[]): void {
  const missing = NEEDED.filter((column) => !columns.includes(column));
  if (missing.length > 0) {
    throw wrongFile(
      head ? `The first line lacks ${missing.join(', ')}.` : 'The file is empty.',
      'hints.firstLine',
    );
  }
  const twice = columns.find((column, i) => column !== null && columns.indexOf(column) !== i);
  if (twice) throw wrongFile(`The first line names ${twice} twice.`, 'hints.oneColumn');
}

function wrongFile(message: string, hint: HintKey, cause?: unknown): FacilityError {
  return new FacilityError('bad-input', message, {
    hint,
    fields: [{ field: 'csv', code: 'notValid' }],
    cause,
  });
}

function readRow(
  row: CsvRow,
  columns: readonly (Column | null)[],
  lists: FacilityDirectoryReference,
): ReadRow {
  const cells = Object.fromEntries(COLUMNS.map((column) => [column, ''])) as RowCells;
  columns.forEach((column, i) => {
    // Spreadsheets leave spaces of many kinds; decomposed letters would make one name two.
    if (column)
      cells[column] = (row.cells[i] ?? '')
        .normalize('NFC')
        .replace(/[\s\u00a0]+/g, ' ')
        .trim();
  });
  const read = readFacilityRow(row.line, cells, lists);
  const problem = shifted(row, columns);
  // Every cell behind the comma stands in a wrong column: what is wrong with those is no news.
  return problem ? { ...read, facility: null, problems: [problem] } : read;
}

/** A row with more cells than columns: mostly a comma in a name, or one for a decimal point. Null for any other. */
function shifted({ line, cells }: CsvRow, columns: readonly (Column | null)[]): RowProblem | null {
  const beyond = cells.slice(columns.length);
  if (beyond.length === 0) return null;
  const params = { cells: cells.length, columns: columns.length };
  const at = decimalComma(cells, columns);
  if (at !== null) {
    const value = `${cells[at]?.trim()},${cells[at + 1]?.trim()}`;
    return { line, field: columns[at] ?? '', value, code: 'decimalComma', params };
  }
  // Spreadsheets leave empty cells behind the last column.
  if (beyond.every((cell) => cell.trim() === '')) return null;
  return { line, field: '', value: '', code: 'cellCount', params };
}

/** Where a position was written with a decimal comma: one number more follows than latitude and longitude. */
function decimalComma(cells: readonly string[], columns: readonly (Column | null)[]): number | null {
  const [first, last] = [columns.indexOf('lat'), columns.indexOf('lon')].sort((a, b) => a - b);
  if (first === undefined || last === undefined || first < 0) return null;
  const isNumber = (at: number): boolean => /^-?\d+(\.\d+)?$/.test((cells[at] ?? '').trim());
  const isWhole = (at: number): boolean => isNumber(at) && !(cells[at] ?? '').includes('.');
  if (!isNumber(last + 1)) return null;
  return [first, last].find((at) => isWhole(at) && isWhole(at + 1)) ?? null;
}

/** Names of its areas, where the list has none of its own. */
function withNames(facility: FacilityDocument, lgd: LgdLists | null): FacilityDocument {
  if (!lgd) return facility;
  const names = {
    stateName: lgd.states.get(facility.state),
    districtName: lgd.districts.get(facility.district)?.name,
    blockName: lgd.blocks.get(facility.block ?? '')?.name,
  };
  const known = Object.entries(names).filter(([, name]) => name !== undefined);
  return { ...facility, ...Object.fromEntries(known), ...pickNames(facility) };
}

function pickNames({ stateName, districtName, blockName }: FacilityDocument): Partial<FacilityDocument> {
  return {
    ...(stateName === undefined ? {} : { stateName }),
    ...(districtName === undefined ? {} : { districtName }),
    ...(blockName === undefined ? {} : { blockName }),
  };
}
