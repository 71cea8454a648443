import { Readable } from 'node:stream';
import type { ReportPdfPart } from './report.js';

/** A PDF on its way to a browser, page by page as it is made. */
export function reportStream(parts: AsyncIterable<ReportPdfPart>): Readable {
  const bytes = (async function* () {
    for await (const part of parts) if (part.bytes.length > 0) yield part.bytes;
  })();
  return Readable.from(bytes, { objectMode: false });
}
