import type { Job } from '../../records/progress.js';
import type { Report } from '../../records/report.js';
import { reportCsv } from '../../records/reports/report-csv.js';
import type { Language } from '../../templates/locale.js';
import { figuresHash } from '../../templates/print/report/figures-hash.js';
import { reportPdf, type ReportPdfOptions } from '../../templates/print/report.js';
import type { ReportDesk } from './report-desk.js';

export type ReportFormat = 'pdf' | 'csv' | 'json';

export interface PrintOrder {
  /** several make one file: a weekly pack */
  reports: string[];
  /** as people type it; empty: the last whole one of each report */
  period: string;
  format: ReportFormat;
  language: Language;
}

export interface PrintedReports {
  /** base64: about 8 kB for a page of a PDF */
  bytes: string;
  pages: number;
  reports: { id: string; title: string; period: Report['period']; figures: string }[];
}

/** Makes reports and sets them as one file; tells the days read, then the pages set. */
export async function* printReports(
  desk: ReportDesk,
  { reports: ids, period, format, language }: PrintOrder,
  print: Omit<ReportPdfOptions, 'language'>,
): Job<PrintedReports> {
  const reports: Report[] = [];
  for (const id of ids) {
    yield { step: 'report.figures', done: reports.length, total: ids.length, unit: 'pages' };
    reports.push(await desk.build(id, period, language));
  }
  const parts: Uint8Array[] = [];
  let pages = 0;
  if (format === 'pdf') {
    for await (const part of reportPdf(reports, { language, ...print })) {
      parts.push(part.bytes);
      pages = part.pages;
      yield { step: 'report.pages', done: pages, unit: 'pages' };
    }
  } else if (format === 'csv') {
    // One byte order mark at the start of the file is enough.
    const text = reports.map((one) => reportCsv(one).replace(/^\uFEFF/, '')).join('\r\n');
    parts.push(new TextEncoder().encode(`\uFEFF${text}`));
  } else {
    const [first] = reports;
    parts.push(
      new TextEncoder().encode(`${JSON.stringify(reports.length === 1 ? first : reports, null, 2)}\n`),
    );
  }
  return {
    bytes: Buffer.concat(parts).toString('base64'),
    pages,
    reports: reports.map((one) => ({
      id: one.id,
      title: one.title,
      period: one.period,
      figures: figuresHash(one),
    })),
  };
}
