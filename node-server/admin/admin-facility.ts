import type { AdminStatus, StaffMember } from './admin-api.js';
import type { SyncReport } from '../../sync/sync-report.js';
import type { SyncState } from '../../sync/sync-state.js';
import type { StaffId } from '../../records/ids.js';

/** What the admin API asks of a running facility. Every function may throw a FacilityError. */
export interface AdminFacility {
  status(): Promise<AdminStatus>;
  listStaff(): Promise<StaffMember[]>;
  /** @throws 'conflict' where the id is taken, 'bad-input' with fields */
  addStaff(member: Omit<StaffMember, 'active'>, password: string): Promise<StaffMember>;
  /** @throws 'not-found'; 'conflict' for the last one who may administer */
  disableStaff(id: StaffId): Promise<StaffMember>;
  /** @throws 'not-found' */
  enableStaff(id: StaffId): Promise<StaffMember>;
  /** Sets a new password and ends the sessions under the old one. @throws 'not-found', 'bad-input' */
  resetStaff(id: StaffId, password: string): Promise<StaffMember>;
  /** how far sync is, with what an operator may ask for */
  syncReport(): Promise<SyncReport>;
  syncStatus(): Promise<SyncState>;
  /** Starts a round, or joins the running one; resolves with the state after it. @throws 'centre-not-set' */
  syncNow(): Promise<SyncState>;
  /** Called after the answer has left; stops the whole server. */
  stop(): Promise<void>;
}
