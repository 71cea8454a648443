import { qrModules } from './qr-modules.js';
import type { Mark, Shade } from './sheet.js';

/** Draws one mark on the document's open page. */
export function drawMark(doc: PDFKit.PDFDocument, mark: Mark): void {
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
      doc.lineWidth(mark.line).moveTo(mark.x1, mark.y1).lineTo(mark.x2, mark.y2);
      if (mark.dash) doc.dash(mark.dash[0], { space: mark.dash[1] });
      doc.stroke(grey(mark.shade));
      if (mark.dash) doc.undash();
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
