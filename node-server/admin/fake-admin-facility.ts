import { FacilityError } from '../../records/facility-error.js';
import type { AdminStatus, StaffMember } from './admin-api.js';
import type { AdminFacility } from './admin-facility.js';
import type { SyncReport } from '../../sync/sync-report.js';
import type { SyncState } from '../../sync/sync-state.js';

/** A facility for tests of the socket, the commands and the screen: the same promises, kept in memory. */
export class FakeAdminFacility implements AdminFacility {
  readonly staff = new Map<string, StaffMember>();
  readonly passwords = new Map<string, string>();
  sync: SyncState = {
    kind: 'up-to-date',
    waiting: 0,
    lastConfirmed: '2026-11-21T04:10:00.000Z',
    received: 3,
  };
  /** what the report says beyond the state */
  report: Partial<SyncReport> = {};
  statusNow: AdminStatus = fakeStatus();
  /** what the next round of sync does; a test may replace it */
  round: () => Promise<SyncState> = () => Promise.resolve(this.sync);
  stopped = 0;
  /** called by stop() */
  onStop: () => Promise<void> = () => Promise.resolve();

  status(): Promise<AdminStatus> {
    return Promise.resolve({ ...this.statusNow, sync: this.sync });
  }

  listStaff(): Promise<StaffMember[]> {
    return Promise.resolve([...this.staff.values()]);
  }

  addStaff(member: Omit<StaffMember, 'active'>, password: string): Promise<StaffMember> {
    if (this.staff.has(member.id)) {
      return Promise.reject(new FacilityError('conflict', `${member.id} is taken`));
    }
    this.passwords.set(member.id, password);
    return this.change(member.id, { ...member, active: true });
  }

  disableStaff(id: string): Promise<StaffMember> {
    return this.change(id, { active: false });
  }

  enableStaff(id: string): Promise<StaffMember> {
    return this.change(id, { active: true });
  }

  resetStaff(id: string, password: string): Promise<StaffMember> {
    this.passwords.set(id, password);
    return this.change(id, {});
  }

  syncReport(): Promise<SyncReport> {
    return Promise.resolve({
      bytesLeft: 0,
      urgent: { waiting: 0 },
      limits: {},
      line: [],
      ...this.report,
      ...this.sync,
    });
  }

  syncStatus(): Promise<SyncState> {
    return Promise.resolve(this.sync);
  }

  syncNow(): Promise<SyncState> {
    return this.round();
  }

  async stop(): Promise<void> {
    this.stopped += 1;
    await this.onStop();
  }

  private change(id: string, to: Partial<StaffMember>): Promise<StaffMember> {
    const member = { ...this.staff.get(id), ...to };
    if (member.id === undefined)
      return Promise.reject(new FacilityError('not-found', `no staff member ${id}`));
    this.staff.set(id, member as StaffMember);
    return Promise.resolve(member as StaffMember);
  }
}

export function fakeStatus(): AdminStatus {
  return {
    box: 'BR1042',
    name: { hi: 'प्राथमिक स्वास्थ्य केंद्र रामपुर', en: 'PHC Rampur' },
    version: '0.1.0',
    startedAt: '2026-11-21T02:30:00.000Z',
    addresses: ['http://192.168.1.10:8080', 'http://nadi.local:8080'],
    records: 30_412,
    patients: 4_217,
    today: {
      day: '20261121',
      arrived: 42,
      finished: 30,
      stations: [
        { station: 'vitals', waiting: 3, serving: 1, onHold: 0 },
        { station: 'doctor', waiting: 5, serving: 1, onHold: 1 },
        { station: 'lab', waiting: 0, serving: 1, onHold: 0 },
        { station: 'pharmacy', waiting: 1, serving: 0, onHold: 0 },
      ],
    },
    sync: { kind: 'up-to-date', waiting: 0, lastConfirmed: '2026-11-21T04:10:00.000Z', received: 3 },
    disk: { folder: '/var/lib/nadi', freeBytes: 41_200_000_000, totalBytes: 64_000_000_000 },
    clock: { now: '2026-11-21T04:12:00.000Z', uncertain: false, behindMs: 0 },
    store: { ok: true },
    memory: { rssBytes: 141_000_000 },
    errors: [],
  };
}
