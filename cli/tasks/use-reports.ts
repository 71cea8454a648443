import { isAbsolute, join } from 'node:path';
import type { PrintedReports, PrintOrder } from '../../node-server/reports/print-reports.js';
import type { ReportList, TraceAnswer } from '../../node-server/reports/report-admin-routes.js';
import { FacilityError } from '../../records/facility-error.js';
import type { Job } from '../../records/progress.js';
import type { Report } from '../../records/report.js';
import type { Language } from '../../templates/locale.js';
import { writeWholeFile } from '../write-whole-file.js';
import { callAdmin } from './call-admin.js';
import { followJob } from './follow-job.js';

/** A trace or a long list may need a month's records. */
const PATIENT_MS = 120_000;

export async function listReports(folder: string, language: Language): Promise<ReportList['reports']> {
  const path = `/reports?language=${language}`;
  return (await callAdmin<ReportList>(folder, { method: 'GET', path })).reports;
}

/** The bytes come with the outcome: the server's user need not be allowed to write where the file goes. */
export function printReports(folder: string, order: PrintOrder): Job<PrintedReports> {
  return followJob<PrintedReports>(folder, { method: 'POST', path: '/reports/print', body: order });
}

/** A report's figures. */
export async function* readReport(
  folder: string,
  id: string,
  period: string,
  language: Language,
): Job<Report> {
  const { bytes } = yield* printReports(folder, { reports: [id], period, format: 'json', language });
  return JSON.parse(Buffer.from(bytes, 'base64').toString('utf8')) as Report;
}

/** A stick that is in, where somebody will most likely want the file; null where there is none. */
export async function findReportFolder(): Promise<string | null> {
  const { findSticks } = await import('../../node-server/backup/find-sticks.js');
  const { readDisks } = await import('../../node-server/backup/read-disks.js');
  return findSticks(await readDisks()).find(({ readOnly }) => !readOnly)?.path ?? null;
}

/** Answers with the file's path. Throws `bad-input` with the field `folder`, `disk-full`. */
export async function writeReportFile(folder: string, name: string, bytes: Uint8Array): Promise<string> {
  const typed = folder.trim();
  if (!isAbsolute(typed)) {
    const code = typed === '' ? 'required' : 'notAbsolute';
    throw new FacilityError('bad-input', `'${typed}' is no full path of a folder`, {
      fields: [{ field: 'folder', code }],
    });
  }
  const file = join(typed, name);
  await writeWholeFile(file, bytes, 'folder');
  return file;
}

export function traceFigure(
  folder: string,
  body: { report: string; period: string; figure: string; language: Language },
): Promise<TraceAnswer> {
  return callAdmin(folder, { method: 'POST', path: '/reports/trace', body, timeoutMs: PATIENT_MS });
}
