import type { Progress } from '../../records/progress.js';
import type { BackupFile } from './list-backups.js';
import type { BackupPlan, BackupPlace } from './backup-plan.js';
import type { PlaceNow } from './available-places.js';
import type { BackupResult } from './run-backup.js';
import type { BackupState } from './backup-state.js';

// The shapes that travel over the admin socket for backups.

/** Part of GET /status: what a person should know. */
export interface BackupHealth {
  /** UTC; null where there is none yet */
  lastAt: string | null;
  /** the last good one is older than a day */
  isOld: boolean;
  hasKey: boolean;
  isRunning: boolean;
  /** why the last one did not come about; gone with the next good one */
  trouble?: { at: string; code: string; message: string };
}

/** GET /backup */
export interface BackupOverview extends BackupHealth {
  plan: BackupPlan;
  places: PlaceNow[];
  last: BackupState['last'];
  /** UTC; null without a schedule */
  next: string | null;
  /** how far the one under way is, whoever began it */
  running: Progress | null;
}

/**
 * POST /backup, a job that ends with BackupResult and is cancelled by closing the connection. POST /backup/start is one
 * that goes on; GET /backup/running follows whichever is under way, POST /backup/cancel ends it: the result is then null.
 */
export interface BackupRequest {
  /** a folder, instead of the places of the plan */
  to?: string;
  full?: boolean;
}

/** GET /backup/list */
export interface BackupList {
  places: { place: BackupPlace; folder: string; files: (BackupFile & { verified: boolean })[] }[];
}

/** POST /backup/prune */
export interface PruneAnswer {
  removed: { file: string; folder: string; bytes: number }[];
  kept: number;
  dryRun: boolean;
}

export type { BackupResult };
