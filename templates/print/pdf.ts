import PDFDocument from 'pdfkit';
import { printFont, type Weight } from './fonts.js';
import { qrModules } from './qr-modules.js';
import type { Mark, Shade, Sheet } from './sheet.js';

export interface PdfInfo {
  title: string;
  /** ISO 8601; the PDF's creation date, so that equal data give equal bytes */
  at: string;
}

/** Draws sheets as a PDF, one page each. Nothing is read from the clock. */
export async function renderPdf(sheets: Sheet[], info: PdfInfo): Promise<Buffer> {
  const doc = new PDFDocument({
    autoFirstPage: false,
    margin: 0,
    lang: 'hi-IN',
    // Empty: else pdfkit opens Helvetica, which nothing here uses.
    font: '',
    info: { Title: info.title, Creator: 'Nadi', Producer: 'Nadi', CreationDate: new Date(info.at) },
  });
  const chunks: Uint8Array[] = [];
  doc.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => {
    doc.on('end', resolve);
    doc.on('error', reject);
  });
  for (const weight of ['regular', 'bold'] satisfies Weight[]) {
    // pdfkit also takes an opened fontkit font, which its types don't say.
    doc.registerFont(weight, printFont(weight).embeddable as unknown as PDFKit.Mixins.PDFFontSource);
  }
  for (const sheet of sheets) {
    doc.addPage({ size: [sheet.width, sheet.height], margin: 0 });
    for (const mark of sheet.marks) draw(doc, mark);
  }
  doc.end();
  await ended;
  return Buffer.concat(chunks);
}

function draw(doc: PDFKit.PDFDocument, mark: Mark): void {
  switch (mark.kind) {
    case 'text':
      drawText(doc, mark);
      return;
    case 'box':
      if (mark.radius > 0) doc.roundedRect(mark.x, mark.y, mark.width, mark.height, mark.radius);
      else doc.rect(mark.x, mark.y, mark.width, mark.height);
      paint(doc, mark);
      return;
    case 'disc':
      doc.circle(mark.x, mark.y, mark.radius);
      paint(doc, mark);
      return;
    case 'rule':
      doc.lineWidth(mark.line).moveTo(mark.x1, mark.y1).lineTo(mark.x2, mark.y2).stroke(grey(mark.shade));
      return;
    case 'qr':
      drawQr(doc, mark);
  }
}

/**
 * Glyphs stand in the order of drawing (ि before its consonant), so readers are given the text as `actual`.
 * poppler places that text by the graphics state at the end of the mark, when pdfkit has restored its own:
 * without an upright page and a font set around the mark it takes the lines for mirrored and rotated ones and
 * gives them in the wrong order.
 */
function drawText(doc: PDFKit.PDFDocument, mark: Extract<Mark, { kind: 'text' }>): void {
  doc.font(mark.weight).fontSize(mark.size).fillColor(grey(mark.shade));
  const { id } = (doc as unknown as { _font: { id: string } })._font;
  doc.save().transform(1, 0, 0, -1, 0, doc.page.height);
  doc.addContent(`/${id} ${mark.size} Tf`);
  doc.markContent('Span', { actual: mark.text });
  doc.save().transform(1, 0, 0, -1, 0, doc.page.height);
  doc.text(mark.text, mark.x, mark.y, { lineBreak: false, baseline: 'alphabetic' });
  doc.restore();
  doc.endMarkedContent();
  doc.restore();
}

function paint(
  doc: PDFKit.PDFDocument,
  { fill, stroke, line }: { fill?: Shade; stroke?: Shade; line: number },
): void {
  doc.lineWidth(line);
  if (fill !== undefined && stroke !== undefined) doc.fillAndStroke(grey(fill), grey(stroke));
  else if (fill !== undefined) doc.fill(grey(fill));
  else doc.stroke(grey(stroke ?? 0));
}

function drawQr(doc: PDFKit.PDFDocument, { text, x, y, size }: Extract<Mark, { kind: 'qr' }>): void {
  const { side, dark } = qrModules(text);
  const module = size / side;
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      if (!dark(row, column)) continue;
      // A run of dark modules is one rectangle, so that no viewer shows hair lines between them.
      let end = column + 1;
      while (end < side && dark(row, end)) end++;
      doc.rect(x + column * module, y + row * module, (end - column) * module, module);
      column = end;
    }
  }
  doc.fill('black');
}

function grey(shade: Shade): string {
  const hex = Math.round(shade * 255)
    .toString(16)
    .padStart(2, '0');
  return `#${hex}${hex}${hex}`;
}
