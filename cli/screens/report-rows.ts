import type { Report, ReportPlot, ReportSection, ReportTable } from '../../records/report.js';
import { displayWidth, fit } from '../components/display-width.js';
import type { Piece } from '../components/row.js';
import { wrapText } from '../components/wrap-text.js';

/** No column is cut below this. */
const LEAST = 6;

/** A report's figures as lines of a terminal, top to bottom; curves as the numbers behind them. */
export function reportRows(report: Report, columns: number): Piece[][] {
  return [
    [{ text: ` ${report.title}`, bold: true }, { text: ` · ${report.period.words}` }],
    [{ text: ` ${report.facility}`, dim: true }],
    ...report.sections.flatMap((section) => [[], ...sectionRows(section, columns)]),
    ...(report.notes.length === 0 ? [] : [[]]),
    ...report.notes.flatMap((note) =>
      wrapText(note, columns - 4).map((text): Piece[] => [{ text: ` ${text}`, color: 'yellow' }]),
    ),
  ];
}

function sectionRows(section: ReportSection, columns: number): Piece[][] {
  const title: Piece[][] = section.title ? [[{ text: ` ${section.title}`, bold: true }]] : [];
  switch (section.kind) {
    case 'table':
      return [...title, ...tableRows(section, columns)];
    case 'plot':
      return [...title, ...tableRows(asTable(section), columns)];
    case 'facts': {
      const width = Math.max(0, ...section.facts.map(({ label }) => displayWidth(label))) + 2;
      return [
        ...title,
        ...section.facts.map(({ label, value }): Piece[] => [
          { text: `  ${fit(label, width)}`, dim: true },
          { text: value },
        ]),
      ];
    }
    case 'checks':
      return [
        ...title,
        ...section.checks.map(({ ok, text, detail }): Piece[] => [
          { text: ok ? '  ✔ ' : '  ✖ ', color: ok ? 'green' : 'red' },
          { text: detail === undefined ? text : `${text}: ${detail}` },
        ]),
      ];
  }
}

function tableRows({ columns: heads, rows, total }: ReportTable, columns: number): Piece[][] {
  const all = total ? [...rows, total] : rows;
  const lines = all.map((row) => ({
    row,
    cells: heads.map(({ key }, index) => {
      const value = row.cells[key];
      const indent = index === 0 ? '  '.repeat(row.indent ?? 0) : '';
      // Not known here, which is never 0.
      return indent + (value === null || value === undefined ? (row.heading ? '' : '–') : String(value));
    }),
  }));
  const isNumber = heads.map(
    ({ key, align }) => align === 'right' || all.some(({ cells }) => typeof cells[key] === 'number'),
  );
  const widths = fitWidths(
    heads.map(({ title }, index) =>
      Math.max(
        displayWidth(title),
        ...lines.map(({ row, cells }) => (row.heading ? 0 : displayWidth(cells[index] ?? ''))),
      ),
    ),
    columns - 3,
  );
  const join = (cells: readonly string[]): string =>
    cells.map((text, index) => fit(text, widths[index] ?? 0, isNumber[index] ? 'right' : 'left')).join('  ');
  return [
    ...headRows(
      heads.map(({ title }, index) => wrapText(title, widths[index] ?? 0)),
      join,
    ),
    ...lines.map(({ row, cells }): Piece[] =>
      row.heading
        ? [{ text: `  ${cells.filter(Boolean).join(' ')}`, bold: true }]
        : [{ text: `  ${join(cells)}`, bold: row === total }],
    ),
  ];
}

/** Titles over as many lines as the longest of them needs, at most three. */
function headRows(titles: readonly string[][], join: (cells: readonly string[]) => string): Piece[][] {
  const height = Math.min(3, Math.max(1, ...titles.map(({ length }) => length)));
  return Array.from({ length: height }, (_, line): Piece[] => [
    { text: `  ${join(titles.map((words) => words[line] ?? ''))}`, dim: true },
  ]);
}

/** The natural widths, the widest ones narrowed until all fit beside each other with two spaces between. */
function fitWidths(natural: readonly number[], room: number): number[] {
  const widths = [...natural];
  const sum = (): number => widths.reduce((all, width) => all + width + 2, -2);
  while (sum() > room) {
    const widest = Math.max(...widths);
    if (widest <= LEAST) break;
    widths[widths.indexOf(widest)] = widest - 1;
  }
  return widths;
}

function asTable({ labels, series, unit }: ReportPlot): ReportTable {
  return {
    kind: 'table',
    columns: [
      { key: 'label', title: unit },
      ...series.map(({ name }, index) => ({ key: String(index), title: name, align: 'right' as const })),
    ],
    rows: labels.map((label, at) => ({
      cells: {
        label,
        ...Object.fromEntries(series.map(({ values }, index) => [String(index), values[at] ?? null])),
      },
    })),
  };
}
