import { extname } from 'node:path';
import type { ReportFormat } from '../node-server/reports/print-reports.js';
import { FacilityError } from '../records/facility-error.js';

const FORMATS: Record<string, ReportFormat> = { '.pdf': 'pdf', '.csv': 'csv', '.json': 'json' };

/** What a report's file shall be, by its ending. Throws `bad-input`. */
export function formatOfFile(out: string): ReportFormat {
  const format = FORMATS[extname(out).toLowerCase()];
  if (format) return format;
  throw new FacilityError(
    'bad-input',
    `--out ${out} has no ending that says which kind of file it shall be`,
    {
      hint: 'hints.fileEnding',
      fields: [{ field: 'out', code: 'notValid' }],
    },
  );
}
