import type { Report } from '../../records/report.js';
import { reportCsv } from '../../records/reports/report-csv.js';
import { reportPdf, type ReportPdfOptions } from './report.js';

/** One report as a whole file; the pages of anything but a PDF are 0. */
export async function reportFile(
  report: Report,
  format: 'pdf' | 'csv' | 'json',
  print: ReportPdfOptions,
): Promise<{ bytes: Uint8Array; pages: number }> {
  if (format !== 'pdf') {
    const text = format === 'csv' ? reportCsv(report) : `${JSON.stringify(report, null, 2)}\n`;
    return { bytes: new TextEncoder().encode(text), pages: 0 };
  }
  const parts: Uint8Array[] = [];
  let pages = 0;
  for await (const part of reportPdf([report], print)) {
    parts.push(part.bytes);
    pages = part.pages;
  }
  return { bytes: new Uint8Array(Buffer.concat(parts)), pages };
}
