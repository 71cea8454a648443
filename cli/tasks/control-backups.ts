import type {
  BackupList,
  BackupOverview,
  BackupRequest,
  BackupResult,
  PruneAnswer,
} from '../../node-server/backup/backup-api.js';
import type { VerifiedBackup } from '../../node-server/backup/verify-backup.js';
import type { Job } from '../../records/progress.js';
import { callAdmin } from './call-admin.js';
import { followJob } from './follow-job.js';

/** Reading the first line of a few hundred files on a slow stick. */
const LIST_TIMEOUT_MS = 60_000;

export function makeBackup(folder: string, request: BackupRequest): Job<BackupResult> {
  return followJob<BackupResult>(folder, { method: 'POST', path: '/backup', body: request });
}

/** Begins one that goes on when its follower goes away. */
export function startBackup(folder: string): Job<BackupResult | null> {
  return followJob(folder, { method: 'POST', path: '/backup/start', body: {} });
}

/** Follows the one under way, whoever began it; null where it was cancelled. Throws `not-found`. */
export function followBackup(folder: string): Job<BackupResult | null> {
  return followJob(folder, { method: 'GET', path: '/backup/running' });
}

export function cancelBackup(folder: string): Promise<{ cancelled: true }> {
  return callAdmin(folder, { method: 'POST', path: '/backup/cancel', timeoutMs: LIST_TIMEOUT_MS });
}

export function readBackups(folder: string): Promise<BackupOverview> {
  return callAdmin(folder, { method: 'GET', path: '/backup' });
}

export function listBackupsOf(folder: string, where?: string): Promise<BackupList> {
  const query = where === undefined ? '' : `?folder=${encodeURIComponent(where)}`;
  return callAdmin(folder, { method: 'GET', path: `/backup/list${query}`, timeoutMs: LIST_TIMEOUT_MS });
}

export function pruneBackups(folder: string, dryRun: boolean): Promise<PruneAnswer> {
  return callAdmin(folder, {
    method: 'POST',
    path: '/backup/prune',
    body: { dryRun },
    timeoutMs: LIST_TIMEOUT_MS,
  });
}

/** Reads a file here, without the server, with the box's own key or with a recovery key. */
export async function* verifyFile(
  folder: string,
  path: string,
  identity: string | null,
): Job<VerifiedBackup> {
  const { generateX25519Identity } = await import('age-encryption');
  const { keepBackupIdentity } = await import('../../node-server/box-folder/keep-secrets.js');
  const { verifyBackup } = await import('../../node-server/backup/verify-backup.js');
  const key = identity ?? (await keepBackupIdentity(folder, generateX25519Identity));
  return yield* verifyBackup(path, [key]);
}
