import { A5, INNER, LEFT, MARGIN, RIGHT } from './a5.js';
import { Labels } from './labels.js';
import { renderPdf } from './pdf.js';
import { printedTime, type PrintedFacility } from './printed.js';
import { Sheet } from './sheet.js';

export interface RecoverySheetData {
  facility: Pick<PrintedFacility, 'name'>;
  /** `BR1042` */
  box: string;
  words: string[];
  /** ISO 8601 */
  at: string;
}

const MUTED = 0.35;
const COLUMNS = 3;
const QR = 112;

/** The sheet with the recovery key for the safe, on A5, in Hindi and English. */
export function recoverySheet(data: RecoverySheetData): Promise<Buffer> {
  const words = new Labels('both');
  const sheet = new Sheet(A5.width, A5.height);
  let y = drawTitle(sheet, words, data);
  y = drawWords(sheet, data.words, y + 6);
  drawQr(sheet, words, data, y + 12);
  drawFooter(sheet, words, data);
  return renderPdf([sheet], { title: `Nadi recovery key ${data.box}`, at: data.at });
}

function drawTitle(sheet: Sheet, words: Labels, { facility, box }: RecoverySheetData): number {
  const title = words.pair('recoveryTitle');
  let y = sheet.text(title.hi, MARGIN, { x: LEFT, width: INNER, size: 19, weight: 'bold', maxLines: 1 });
  y = sheet.text(title.en, y - 2, {
    x: LEFT,
    width: INNER,
    size: 12,
    weight: 'bold',
    maxLines: 1,
    shade: MUTED,
  });
  y = sheet.text(`${words.choose(facility.name)} · ${box}`, y + 3, {
    x: LEFT,
    width: INNER,
    size: 10,
    maxLines: 2,
  });
  sheet.rule(LEFT, y + 4, RIGHT, y + 4, 1, 0);
  const what = words.pair('recoveryWhat');
  y = sheet.text(what.hi, y + 10, { x: LEFT, width: INNER, size: 9.5, maxLines: 4 });
  return sheet.text(what.en, y + 2, { x: LEFT, width: INNER, size: 8.5, maxLines: 4, shade: MUTED });
}

/** Numbered from left to right, as the hint after a wrong word says. */
function drawWords(sheet: Sheet, list: string[], y: number): number {
  const height = 30;
  const width = INNER / COLUMNS;
  list.forEach((word, i) => {
    const x = LEFT + (i % COLUMNS) * width;
    const top = y + Math.floor(i / COLUMNS) * height;
    sheet.box(x + 2, top, width - 4, height - 5, { stroke: 0, line: 0.7, radius: 4 });
    sheet.text(`${i + 1}`, top + 6, { x: x + 8, width: 20, size: 8, shade: MUTED });
    sheet.fit(word, top + 3.5, [13, 12, 11], { x: x + 25, width: width - 32, weight: 'bold', maxLines: 1 });
  });
  return y + Math.ceil(list.length / COLUMNS) * height;
}

function drawQr(sheet: Sheet, words: Labels, data: RecoverySheetData, y: number): void {
  // Capitals: a QR code holds them in fewer dots.
  sheet.qr(data.words.join(' ').toUpperCase(), LEFT + 2, y, QR);
  const x = LEFT + QR + 16;
  const width = RIGHT - x;
  let top = y - 3;
  for (const rule of ['recoverySafe', 'recoverySecret', 'recoveryRestore']) {
    const { hi, en } = words.pair(rule);
    top = sheet.text(hi, top, { x, width, size: 9, weight: 'bold', maxLines: 3 });
    top = sheet.text(en, top, { x, width, size: 8, maxLines: 3, shade: MUTED }) + 5;
  }
}

function drawFooter(sheet: Sheet, words: Labels, { at }: RecoverySheetData): void {
  const y = A5.height - MARGIN - 6;
  const line = `${words.label('recoveryMade')}: ${printedTime(at)}`;
  sheet.text(line, y, { x: LEFT, width: INNER * 0.5, size: 7.5, maxLines: 1, shade: MUTED });
  const sign = words.label('signature');
  sheet.rule(LEFT + INNER * 0.55, y - 2, RIGHT, y - 2, 0.5, 0.3);
  sheet.text(sign, y, { x: LEFT + INNER * 0.55, width: INNER * 0.45, size: 7.5, maxLines: 1, shade: MUTED });
}
