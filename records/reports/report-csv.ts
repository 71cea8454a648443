import { csvLine, type CsvCell } from '../csv.js';
import { isoDate } from '../day.js';
import type { Report, ReportSection } from '../report.js';

/** A report as a spreadsheet opens it: UTF-8 with a byte order mark, sections one below the other. */
export function reportCsv(report: Report): string {
  const { title, facility, box, period, sections, notes } = report;
  const lines: CsvCell[][] = [
    [title],
    [facility, box],
    [period.words, isoDate(period.from), isoDate(period.to)],
    ...sections.flatMap((section) => [[], ...sectionLines(section)]),
    ...(notes.length > 0 ? [[]] : []),
    ...notes.map((note) => [note]),
  ];
  return `\uFEFF${lines.map(csvLine).join('')}`;
}

function sectionLines(section: ReportSection): CsvCell[][] {
  const title: CsvCell[][] = section.title === undefined ? [] : [[section.title]];
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
