import { PdfDocument } from './pdf-document.js';
import type { Sheet } from './sheet.js';

export interface PdfInfo {
  title: string;
  /** ISO 8601; the PDF's creation date, so that equal data give equal bytes */
  at: string;
}

/** Draws sheets as a PDF, one page each. Nothing is read from the clock. */
export async function renderPdf(sheets: Sheet[], info: PdfInfo): Promise<Buffer> {
  const document = new PdfDocument(info);
  const parts: Uint8Array[] = [];
  for (const sheet of sheets) {
    await document.add(sheet);
    parts.push(document.take());
  }
  parts.push(document.end());
  return Buffer.concat(parts);
}
