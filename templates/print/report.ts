import { setImmediate } from 'node:timers/promises';
import type { Report, ReportSection, ReportTable } from '../../records/report.js';
import { Labels } from './labels.js';
import { PdfDocument } from './pdf-document.js';
import { paperFor } from './report/column-widths.js';
import { figuresHash } from './report/figures-hash.js';
import { Flow } from './report/flow.js';
import { drawReportFooter, drawReportHeading, type ReportPrint } from './report/frame.js';
import { markAt } from './report/mark-at.js';
import { plotSheets } from './report/plot.js';
import { drawRoom } from './report/room.js';
import { drawSectionTitle, setChecks, setFacts, setNotes } from './report/prose.js';
import { setTable } from './report/table.js';
import { NOT_KNOWN } from './report/cell-text.js';
import { shortenReport, type ShortWords } from '../../records/reports/shorten-report.js';
import type { Sheet } from './sheet.js';

export interface ReportPdfOptions extends ReportPrint {
  /** address of a report's figures on the LAN, which the QR on its first page names */
  linkOf?: (report: Report, hash: string) => string | undefined;
}

export interface ReportPdfPart {
  bytes: Uint8Array;
  /** pages so far */
  pages: number;
}

/** Rows set before a server gets its turn to answer others. */
const ROWS_AT_ONCE = 8;

/**
 * Prints reports on A4, one after the other in one PDF, page by page: nothing of a finished page is kept, so that a
 * long register needs no more memory than a short one.
 */
export async function* reportPdf(
  reports: Report[],
  options: ReportPdfOptions,
): AsyncGenerator<ReportPdfPart, void, void> {
  const [first] = reports;
  const title = reports.map((report) => `${report.title} · ${report.period.words}`).join('; ');
  const document = new PdfDocument({ title: first ? title : 'Nadi', at: options.printedAt });
  const words = new Labels(options.language);
  for (const report of reports) {
    const hash = figuresHash(report);
    const link = options.linkOf?.(report, hash);
    const drawn = report.short ? shortenReport(report, shortWords(words)) : report;
    const paper = paperFor(drawn.sections.filter((one): one is ReportTable => one.kind === 'table'));
    for await (const sheet of reportSheets(drawn, words, paper, link)) {
      const page = document.pages + 1;
      await document.add(
        sheet,
        drawReportFooter(sheet, paper, words, { report, print: options, hash, page }),
      );
      yield { bytes: document.take(), pages: document.pages };
    }
  }
  yield { bytes: document.end(), pages: document.pages };
}

function shortWords(words: Labels): ShortWords {
  return {
    ...{ noRows: words.label('noRows'), none: words.label('none'), notKnown: NOT_KNOWN },
    hold: (count) => words.label('checksHold').replaceAll('{count}', String(count)),
  };
}

async function* reportSheets(
  report: Report,
  words: Labels,
  paper: ReturnType<typeof paperFor>,
  link: string | undefined,
): AsyncGenerator<Sheet> {
  const flow = new Flow(paper, (sheet, page) => drawReportHeading(sheet, paper, report, { page, link }));
  let steps = 0;
  for (const step of setReport(flow, words, report)) {
    yield* flow.take();
    if (++steps % ROWS_AT_ONCE === 0) await setImmediate(step);
  }
  yield* flow.end();
}

function* setReport(flow: Flow, words: Labels, { sections, notes, room }: Report): Generator<void> {
  if (sections.length === 0) {
    const { left, inner } = flow.paper;
    flow.draw((sheet, y) => sheet.text(words.label('noRows'), y, { x: left, width: inner, size: 10 }) + 6);
  }
  for (const section of sections) yield* setSection(flow, words, section);
  yield* setNotes(flow, words, notes);
  if (room) drawRoom(flow, room);
}

function setSection(flow: Flow, words: Labels, section: ReportSection): Iterable<void> {
  switch (section.kind) {
    case 'table':
      return setTable(flow, words, section);
    case 'facts':
      return setFacts(flow, section);
    case 'checks':
      return setChecks(flow, words, section);
    case 'plot': {
      return setPlot(flow, words, section);
    }
  }
}

function* setPlot(
  flow: Flow,
  words: Labels,
  plot: Extract<ReportSection, { kind: 'plot' }>,
): Generator<void> {
  const { paper } = flow;
  for (const [i, drawing] of plotSheets(plot, paper.inner, words).entries()) {
    const title = i === 0 ? plot.title : undefined;
    flow.need(drawing.height + (title ? 20 : 0));
    if (title) flow.draw((sheet, y) => drawSectionTitle(sheet, paper, title, y));
    flow.draw((sheet, y) => {
      sheet.marks.push(...drawing.marks.map((mark) => markAt(mark, paper.left, y)));
      return y + drawing.height + 8;
    });
    yield;
  }
}
