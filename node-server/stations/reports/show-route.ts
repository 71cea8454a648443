import type { Request, ResponseObject, ResponseToolkit, ServerRoute } from '@hapi/hapi';
import type { Report, ReportRow, ReportSection, ReportTable } from '../../../records/report.js';
import { Labels } from '../../../templates/print/labels.js';
import { sheetSvg } from '../../../templates/print/marks-svg.js';
import { cellText, NOT_KNOWN } from '../../../templates/print/report/cell-text.js';
import { figuresHash } from '../../../templates/print/report/figures-hash.js';
import { plotSheets } from '../../../templates/print/report/plot.js';
import { looks } from '../../access/look.js';
import type { Facility } from '../../facility.js';
import { languageOf } from '../../language.js';
import { CountingReports, type Counting } from '../../reports/counting-reports.js';
import type { ListedReport } from '../../reports/list-reports.js';
import { lookAtReport } from '../../reports/look-at-report.js';
import type { ReportDesk } from '../../reports/report-desk.js';
import { reportOfPath, SUMMARY_READERS } from './report-readers.js';
import { figureLink } from './figure-link.js';

/** Rows of one table on a page of the browser, as many as a phone scrolls; the PDF and the spreadsheet have all. */
const ROWS = 100;
/** Points across a plot on the page: letters stay readable on a phone, which scrolls it sideways. */
const PLOT_WIDTH = 560;
/** A page that waits for a report asks again so soon. */
const AGAIN_SECONDS = 1;

/** `GET /reports/hmis-monthly/2026-10`: the report's figures; from a printed QR with `?figures=` its hash. */
export function showRoute(
  facility: Facility,
  desk: ReportDesk,
  counting = new CountingReports(),
): ServerRoute {
  return {
    method: 'GET',
    path: '/reports/{id}/{period}',
    options: looks('view', ...SUMMARY_READERS),
    handler: async (request, h) => {
      const listed = reportOfPath(desk, request);
      const language = languageOf(request);
      const period = String(request.params['period']);
      const { figures, rows, counted } = request.query as Record<string, unknown>;
      const report = await counting.ask(
        `${language} ${listed.id} ${period}`,
        (onDays) => desk.build(listed.id, period, language, onDays),
        { again: counted !== undefined },
      );
      if ('counting' in report) return showCounting(request, h, listed, report);
      await lookAtReport(request, facility, listed, period, report);
      const page = Math.max(1, Math.floor(Number(rows)) || 1);
      const path = `/reports/${report.id}/${encodeURIComponent(period)}`;
      const hash = figuresHash(report);
      return h.view('reports/report', {
        title: `${report.title} · ${report.period.words}`,
        report,
        path,
        back: listed.period === 'patient' ? '/' : '/reports',
        hash,
        printed: typeof figures === 'string' ? (figures === hash ? 'same' : 'changed') : '',
        sections: sectionsOn(report, page).map((section) =>
          shownSection(report, section, path, page, request),
        ),
        page,
        pages: Math.max(1, ...report.sections.map(pagesOf)),
      });
    },
  };
}

/** Comes again by itself, without script too, until the figures stand. */
function showCounting(
  request: Request,
  h: ResponseToolkit,
  { title, period }: ListedReport,
  { done, total }: Counting,
): ResponseObject {
  const again = new URL(request.url);
  again.searchParams.set('counted', String(done));
  return h
    .view('reports/counting', { title, done, total, list: period === 'patient' ? '/' : '/reports' })
    .code(202)
    .header('refresh', `${AGAIN_SECONDS}; url=${again.pathname}${again.search}`);
}

/** On the pages after the first, the tables that go on. */
function sectionsOn({ sections }: Report, page: number): ReportSection[] {
  return page === 1 ? sections : sections.filter((section) => pagesOf(section) >= page);
}

function pagesOf(section: ReportSection): number {
  return section.kind === 'table' ? Math.ceil(section.rows.length / ROWS) : 1;
}

function shownSection(
  report: Report,
  section: ReportSection,
  path: string,
  page: number,
  request: Request,
): object {
  switch (section.kind) {
    case 'table':
      return { ...section, ...shownTable(section, path, page) };
    case 'plot': {
      const labels = new Labels(languageOf(request));
      const name = section.title ?? report.title;
      const drawings = plotSheets(section, PLOT_WIDTH, labels).map((sheet) => sheetSvg(sheet, name));
      return { ...section, drawings };
    }
    default:
      return section;
  }
}

function shownTable(table: ReportTable, path: string, page: number) {
  const { columns, rows, total } = table;
  const shown = rows.slice((page - 1) * ROWS, page * ROWS);
  const last = page >= pagesOf(table);
  const row = (one: ReportRow, isTotal: boolean) => ({
    heading: one.heading === true,
    total: isTotal,
    indent: Math.min(one.indent ?? 0, 4),
    cells: columns.map((column, i) => {
      const text = cellText(one.cells[column.key]);
      return {
        text: one.heading && text === NOT_KNOWN ? '' : text,
        align: column.align ?? 'left',
        first: i === 0,
        href: figureLink(path, one, column),
      };
    }),
  });
  return {
    rows: [...shown.map((one) => row(one, false)), ...(total && last ? [row(total, true)] : [])],
    empty: rows.length === 0,
    unknown: [...shown, ...(total ? [total] : [])].some(({ cells }) =>
      columns.some(({ key }) => cells[key] === null),
    ),
  };
}
