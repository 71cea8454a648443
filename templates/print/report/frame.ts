import type { Report } from '../../../records/report.js';
import { textWidth } from '../hindi-text.js';
import type { Labels } from '../labels.js';
import type { TotalPlace } from '../pdf-document.js';
import { printable } from '../printable.js';
import { printedTime } from '../printed.js';
import type { Sheet } from '../sheet.js';
import type { Paper } from './paper.js';

/** What a printed report says about its print. */
export interface ReportPrint {
  language: 'hi' | 'en';
  printedBy: string;
  /** ISO 8601 */
  printedAt: string;
}

const QR = 56;
const SMALL = 7.5;

/** The full heading on a report's first page, one line on the others; gives the y below. */
export function drawReportHeading(
  sheet: Sheet,
  paper: Paper,
  report: Report,
  { page, link }: { page: number; link: string | undefined },
): number {
  if (page > 1) return drawRunningHead(sheet, paper, report);
  const width = paper.inner - (link ? QR + 12 : 0);
  const left = { x: paper.left, width };
  let y = sheet.fit(report.facility, paper.top - 3, [11, 10], { ...left, maxLines: 2, shade: 0.25 });
  y = sheet.fit(report.title, y + 1, [17, 15, 13], { ...left, weight: 'bold', maxLines: 3, leading: 1.3 });
  y = sheet.text(report.period.words, y + 1, { ...left, size: 11, maxLines: 2 });
  if (link) {
    sheet.qr(link, paper.right - QR, paper.top, QR);
    y = Math.max(y, paper.top + QR);
  }
  sheet.rule(paper.left, y + 5, paper.right, y + 5, 1.2, 0);
  return y + 11;
}

function drawRunningHead(sheet: Sheet, paper: Paper, { title, period, facility }: Report): number {
  const text = [title, period.words, facility].join(' · ');
  const y = sheet.fit(text, paper.top - 4, [8.5, 7.5], {
    x: paper.left,
    width: paper.inner,
    maxLines: 1,
    shade: 0.25,
  });
  sheet.rule(paper.left, y + 2, paper.right, y + 2, 0.6, 0);
  return y + 7;
}

/** Who printed it and when, from which box, and which figures; gives where the number of all pages goes. */
export function drawReportFooter(
  sheet: Sheet,
  paper: Paper,
  words: Labels,
  { report, print, hash, page }: { report: Report; print: ReportPrint; hash: string; page: number },
): TotalPlace {
  const y = paper.footer - 3;
  sheet.rule(paper.left, y - 2, paper.right, y - 2, 0.5, 0.4);
  const of = printable(`${words.short('page')} ${page} / `);
  const numbers = textWidth(of, { size: SMALL });
  // Four digits' room for the number of all pages, which is not known yet.
  const totalX = paper.right - textWidth('0000', { size: SMALL });
  const x = totalX - numbers;
  sheet.text(of.trimEnd(), y, { x, width: numbers + 1, size: SMALL, maxLines: 1 });
  const said = [
    `${words.short('printedBy')}: ${print.printedBy}`,
    `${printedTime(print.printedAt)} IST`,
    report.box,
    `${words.short('figures')} ${hash}`,
  ].join(' · ');
  sheet.fit(said, y, [SMALL, 6.5], { x: paper.left, width: x - paper.left - 10, maxLines: 1, shade: 0.2 });
  return { x: totalX, y: y + SMALL * 0.98, size: SMALL };
}
