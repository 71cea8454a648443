import type { Report, ReportChecks, ReportFacts, ReportRow, ReportSection, ReportTable } from '../report.js';

/** What stands in the place of rows that say nothing. */
export interface ShortWords {
  /** of a table without rows */
  noRows: string;
  /** of a table whose rows all count 0 */
  none: string;
  /** of rows that are not recorded here: their sign */
  notKnown: string;
  /** of cross-checks that hold, so many */
  hold: (count: number) => string;
}

/** Fewer rows of a name and a count stand below each other. */
const HALVED = 6;

/**
 * A report for a sheet of paper: a table that counts nothing is one line, of a coded list the rows that count nothing
 * stand below it by their names, a list of names and counts stands in two halves beside each other, and checks that
 * hold are counted. Nothing that was counted or failed is left out.
 */
export function shortenReport(report: Report, words: ShortWords): Report {
  return { ...report, sections: report.sections.map((section) => shortenSection(section, words)) };
}

function shortenSection(section: ReportSection, words: ShortWords): ReportSection {
  if (section.kind === 'checks') return shortenChecks(section, words);
  return section.kind === 'table' ? shortenTable(section, words) : section;
}

function shortenChecks(section: ReportChecks, { hold }: ShortWords): ReportChecks {
  const failed = section.checks.filter(({ ok }) => !ok);
  const held = section.checks.length - failed.length;
  return { ...section, checks: [...failed, ...(held > 0 ? [{ text: hold(held), ok: true }] : [])] };
}

function shortenTable(table: ReportTable, words: ShortWords): ReportTable | ReportFacts {
  const { rows, columns } = table;
  const [only] = rows;
  if (!only) return oneLine(table, words.noRows);
  if (rows.length === 1 && only.heading) return oneLine(table, textOf(only) || words.none);
  if (!table.total && rows.every((row) => countsNothing(row))) return oneLine(table, words.none);
  if (columns.length === 2 && rows.length >= HALVED && !table.total) return inHalves(table);
  if (!columns.some(({ key }) => key === 'code')) return table;
  const named = (those: ReportRow[]): string => those.map(({ cells }) => String(cells['name'])).join(' · ');
  const zero = rows.filter((row) => countsNothing(row));
  const unknown = rows.filter((row) => isUnknown(row));
  return {
    ...table,
    rows: rows.filter((row) => !zero.includes(row) && !unknown.includes(row)),
    under: [
      ...(zero.length > 0 ? [`0: ${named(zero)}`] : []),
      ...(unknown.length > 0 ? [`${words.notKnown}: ${named(unknown)}`] : []),
    ],
  };
}

/** The first half on the left, each read downwards. */
function inHalves(table: ReportTable): ReportTable {
  const { columns, rows } = table;
  const half = Math.ceil(rows.length / 2);
  const beside = columns.map((column) => ({ ...column, key: `${column.key}-2` }));
  return {
    ...table,
    columns: [...columns, { key: 'between', title: '', width: 0.5 }, ...beside],
    rows: rows.slice(0, half).map((row, i) => {
      const other = rows[half + i]?.cells;
      const right = beside.map(({ key }, at) => [
        key,
        other?.[columns[at]?.key ?? ''] ?? (other ? null : ''),
      ]);
      return {
        ...row,
        cells: { ...row.cells, between: '', ...Object.fromEntries(right) } as ReportRow['cells'],
      };
    }),
  };
}

function oneLine({ title }: ReportTable, value: string): ReportFacts {
  return { kind: 'facts', facts: [{ label: title ?? '', value }] };
}

/** The one text of a row that is a sentence. */
function textOf({ cells }: ReportRow): string {
  return Object.values(cells)
    .filter((cell) => typeof cell === 'string')
    .join(' ')
    .trim();
}

function countsNothing(row: ReportRow): boolean {
  const counts = countsOf(row);
  return counts.length > 0 && counts.every((count) => count === 0);
}

function isUnknown(row: ReportRow): boolean {
  const counts = countsOf(row);
  return counts.length > 0 && counts.every((count) => count === null);
}

function countsOf({ cells }: ReportRow): (number | null)[] {
  return Object.values(cells).filter((cell) => typeof cell !== 'string');
}
