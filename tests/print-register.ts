import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { reportPdf } from '../templates/print/report.js';
import { sampleRegister } from '../templates/print/report/sample-reports.js';

/** Prints a register of so many rows into a file; says pages and the most memory that this process ever held, in MB. */
const [rows = '1000', file = '/dev/null'] = process.argv.slice(2);
const out = createWriteStream(file);
let pages = 0;
const print = { language: 'hi', printedBy: 'सुनीता', printedAt: '2026-11-21T04:12:00.000Z' } as const;
for await (const part of reportPdf([sampleRegister(Number(rows))], print)) {
  pages = part.pages;
  if (!out.write(part.bytes)) await once(out, 'drain');
}
out.end();
await once(out, 'finish');
process.stdout.write(`${JSON.stringify({ pages, megabytes: process.resourceUsage().maxRSS / 1024 })}\n`);
