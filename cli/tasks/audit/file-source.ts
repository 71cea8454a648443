import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { FacilityError } from '../../../records/facility-error.js';
import type { Job } from '../../../records/progress.js';
import { verifyExport, type ExportReport } from '../../../records/verify-export.js';
import type { AuditSource, Trust } from './audit-source.js';

/** A signed export. Throws `bad-input` where the file cannot be read. */
export function fileSource(file: string): AuditSource {
  return { verify: (trust) => verifyFile(file, trust) };
}

async function* verifyFile(file: string, trust: Trust): Job<ExportReport> {
  try {
    const { size } = await stat(file);
    return yield* verifyExport(createReadStream(file), trust, size);
  } catch (cause) {
    if (cause instanceof FacilityError) throw cause;
    throw new FacilityError('bad-input', `${file} cannot be read`, {
      fields: [{ field: 'file', code: 'notReadable' }],
      cause,
    });
  }
}
