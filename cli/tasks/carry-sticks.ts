import { resolve } from 'node:path';
import type { ExportResult, ImportResult, ReceiptAnswer } from '../../node-server/stick/stick-api.js';
import type { PrintedReceipt } from '../../node-server/stick/print-receipt.js';
import type { Job } from '../../records/progress.js';
import type { Language } from '../../templates/locale.js';
import { callAdmin } from './call-admin.js';
import { followJob } from './follow-job.js';

/** The running server writes what waits onto a stick, or into the folder `to`. */
export function exportToStick(folder: string, to: string | undefined, papers: boolean): Job<ExportResult> {
  const body = { ...(to === undefined ? {} : { to: resolve(to) }), ...(papers ? { papers } : {}) };
  return followJob(folder, { method: 'POST', path: '/sync/export', body });
}

/** The running server takes in what came back from the centre. */
export function importFromStick(folder: string, from: string | undefined): Job<ImportResult> {
  const body = from === undefined ? {} : { from: resolve(from) };
  return followJob(folder, { method: 'POST', path: '/sync/import', body });
}

export function readLastReceipt(folder: string): Promise<ReceiptAnswer> {
  return callAdmin(folder, { method: 'GET', path: '/sync/receipt', timeoutMs: 60_000 });
}

export function printLastReceipt(folder: string, language: Language): Job<PrintedReceipt> {
  return followJob(folder, { method: 'POST', path: '/sync/receipt/print', body: { language } });
}
