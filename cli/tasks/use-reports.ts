import type { PrintedReports, PrintOrder } from '../../node-server/reports/print-reports.js';
import type { ReportList, TraceAnswer } from '../../node-server/reports/report-admin-routes.js';
import type { Job } from '../../records/progress.js';
import type { Language } from '../../templates/locale.js';
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

export function traceFigure(
  folder: string,
  body: { report: string; period: string; figure: string; language: Language },
): Promise<TraceAnswer> {
  return callAdmin(folder, { method: 'POST', path: '/reports/trace', body, timeoutMs: PATIENT_MS });
}
