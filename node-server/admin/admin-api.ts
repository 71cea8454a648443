import type { Words } from '../../records/envelope.js';
import type { StaffId } from '../../records/ids.js';
import type { Role } from '../../records/people.js';
import type { SyncState } from '../../sync/sync-state.js';
import type { BackupHealth } from '../backup/backup-api.js';
import type { OldBoxState, StandbyState } from '../standby/standby-api.js';
import type { ToldFailure } from '../../templates/web/answer-job.js';

// The shapes that travel over the admin socket, the same for the server and the command.

export interface StationCount {
  station: string;
  waiting: number;
  serving: number;
  onHold: number;
}

/** GET /status */
export interface AdminStatus {
  box: string;
  name: Words;
  version: string;
  /** UTC, ISO 8601 */
  startedAt: string;
  /** where the pages answer: `http://192.168.1.10:8080` */
  addresses: string[];
  /** records in the box's own ledger */
  records: number;
  patients: number;
  today: {
    day: string;
    arrived: number;
    finished: number;
    stations: StationCount[];
  };
  sync: SyncState;
  backup?: BackupHealth;
  /** the spare box that follows this one */
  standby?: StandbyState;
  /** on a box that took over as a spare one */
  oldBox?: OldBoxState;
  disk: { folder: string; freeBytes: number; totalBytes: number };
  clock: {
    /** the server's time now, UTC */
    now: string;
    /** the clock stands behind the last record */
    uncertain: boolean;
    /** how far it stands behind the last record, 0 where it doesn't */
    behindMs: number;
  };
  /** `message` says what is wrong where `ok` is false; `goesOn`: some records cannot be read, the rest works */
  store: { ok: boolean; message?: string; goesOn?: true };
  memory: { rssBytes: number };
  /** newest first, at most a handful; no patient data */
  errors: { at: string; code: string; message: string }[];
}

export interface StaffMember {
  id: StaffId;
  name: Words;
  roles: Role[];
  active: boolean;
  /** Medical council registration number */
  registration?: string;
}

/** GET /staff */
export interface StaffList {
  staff: StaffMember[];
}

/** POST /staff; a missing password is made by the server and shown once in the answer. */
export interface AddStaffRequest {
  id: StaffId;
  name: Words;
  roles: Role[];
  password?: string;
  registration?: string;
}

/** POST /staff/{id}/reset */
export interface ResetStaffRequest {
  password?: string;
}

/** `password` stands here only where the server made it. */
export interface StaffAnswer {
  staff: StaffMember;
  password?: string;
}

/** POST /sync/now; `done` is false where sync still goes on when the bound is over. */
export interface SyncNowAnswer {
  done: boolean;
  sync: SyncState;
}

/** POST /stop: the server has begun to stop. */
export interface StopAnswer {
  stopping: true;
}

/** Body of every answer that is not 200. */
export type AdminFailure = ToldFailure;
