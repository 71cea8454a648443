import { isoDate } from '../day.js';
import type { Report, ReportSection } from '../report.js';

type Cell = string | number | null;

/**
 * A report as a spreadsheet opens it: UTF-8 with a byte order mark, CRLF (RFC 4180), sections one below the other.
 * A text that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV injection).
 */
export function reportCsv(report: Report): string {
  const { title, facility, box, period, sections, notes } = report;
  const lines: Cell[][] = [
    [title],
    [facility, box],
    [period.words, isoDate(period.from), isoDate(period.to)],
    ...sections.flatMap((section) => [[], ...sectionLines(section)]),
    ...(notes.length > 0 ? [[]] : []),
    ...notes.map((note) => [note]),
  ];
  return `\uFEFF${lines.map((line) => line.map(cellText).join(',')).join('\r\n')}\r\n`;
}

function sectionLines(section: ReportSection): Cell[][] {
  const title: Cell[][] = section.title === undefined ? [] : [[section.title]];
  switch (section.kind) {
    case 'table': {
      const { columns, rows, total } = section;
      const all = total ? [...rows, total] : rows;
      return [
        ...title,
        columns.map((column) => column.title),
        ...all.map(({ cells }) => columns.map(({ key }) => cells[key] ?? null)),
      ];
    }
    case 'plot': {
      const { labels, series, unit } = section;
      return [
        ...title,
        [unit, ...series.map(({ name }) => name)],
        ...labels.map((label, index) => [label, ...series.map(({ values }) => values[index] ?? null)]),
      ];
    }
    case 'facts':
      return [...title, ...section.facts.map(({ label, value }) => [label, value])];
    case 'checks':
      return [
        ...title,
        ...section.checks.map(({ text, ok, detail }) => [ok ? 'OK' : 'X', text, detail ?? null]),
      ];
  }
}

function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = /^[\s\u200e\u200f\ufeff]*[=+\-@|%\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
