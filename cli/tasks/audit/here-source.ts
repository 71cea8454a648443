import { FacilityError } from '../../../records/facility-error.js';
import type { LedgerReport } from '../../../records/ledger-finding.js';
import type { Job } from '../../../records/progress.js';
import { followJob } from '../follow-job.js';
import type { AuditSource, Trust } from './audit-source.js';

/** The box of a data folder: the running server checks it, or, where none runs, a process of its own. */
export function hereSource(folder: string): AuditSource {
  return { verify: (trust) => verifyHere(folder, trust) };
}

async function* verifyHere(folder: string, { trusted }: Trust): Job<LedgerReport> {
  try {
    const body = trusted === undefined ? {} : { trusted };
    return yield* followJob<LedgerReport>(folder, { method: 'POST', path: '/audit/verify', body });
  } catch (error) {
    if (!(error instanceof FacilityError) || error.code !== 'server-not-running') throw error;
  }
  const { FolderReader } = await import('../../../node-server/audit/folder-reader.js');
  const reader = new FolderReader();
  try {
    return yield* reader.verify(folder, trusted);
  } finally {
    reader.close();
  }
}
