import type { SyncNowAnswer } from '../../node-server/admin/admin-api.js';
import type { SyncCheckAnswer, SyncCheckOrder } from '../../node-server/sync-check/make-sync-check.js';
import { FacilityError, type ErrorCode } from '../../records/facility-error.js';
import type { Job } from '../../records/progress.js';
import type { SyncReport } from '../../sync/sync-report.js';
import type { SyncKind } from '../../sync/sync-state.js';
import { callAdmin } from './call-admin.js';
import { followJob } from './follow-job.js';

/** The server answers after 30 s at the latest. */
const SYNC_NOW_TIMEOUT_MS = 45_000;

export function readSyncReport(folder: string): Promise<SyncReport> {
  return callAdmin(folder, { method: 'GET', path: '/sync' });
}

/**
 * Sends what waits; resolves with the outcome, or with `done: false` while it goes on.
 * @throws 'centre-unreachable', 'centre-refused', 'box-revoked' or 'centre-not-set' where that is the outcome
 */
export async function syncNow(folder: string): Promise<SyncNowAnswer> {
  const answer = await callAdmin<SyncNowAnswer>(folder, {
    method: 'POST',
    path: '/sync/now',
    timeoutMs: SYNC_NOW_TIMEOUT_MS,
  });
  const failed = answer.done ? FAILED[answer.sync.kind] : undefined;
  if (failed === undefined) return answer;
  const { waiting, lastError } = answer.sync;
  const code = lastError?.code === 'box-revoked' ? 'box-revoked' : failed;
  throw new FacilityError(code, `${lastError?.message ?? answer.sync.kind} (${waiting} records wait)`);
}

/** Has the server compare the box with the centre, day by day; the receipt comes with the outcome. */
export function verifySync(folder: string, body: SyncCheckOrder): Job<SyncCheckAnswer> {
  return followJob(folder, { method: 'POST', path: '/sync/verify', body });
}

const FAILED: { [K in SyncKind]?: ErrorCode } = {
  offline: 'centre-unreachable',
  refused: 'centre-refused',
  'not-set': 'centre-not-set',
};
