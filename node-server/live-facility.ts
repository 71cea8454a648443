import type { AdminStatus, StaffMember } from './admin/admin-api.js';
import type { AdminFacility } from './admin/admin-facility.js';
import { FacilityError } from '../records/facility-error.js';
import type { StaffId } from '../records/ids.js';
import type { SyncReport } from '../sync/sync-report.js';
import type { SyncState } from '../sync/sync-state.js';
import { keepCredential } from './credentials.js';
import type { Backups } from './backup/backups.js';
import type { Facility } from './facility.js';
import type { OldBoxState, StandbyState } from './standby/standby-api.js';
import { hashPassword } from './password.js';
import type { PasswordBook } from './password-book.js';
import { addStaff, wrongPassword, wrongStaffFields } from './new-staff.js';

export interface LiveParts {
  facility: Facility;
  folder: string;
  version: string;
  startedAt: string;
  /** of the pages */
  addresses: () => string[];
  passwords: PasswordBook;
  sync: { state(): SyncState; report(): Promise<SyncReport>; syncNow(): Promise<SyncState> };
  backups?: Pick<Backups, 'health'>;
  standby?: () => StandbyState | null;
  oldBox?: () => OldBoxState | null;
  /** newest first */
  errors: () => AdminStatus['errors'];
  stop: () => Promise<void>;
}

/** Who changes staff over the admin socket is no member of the staff: the operator at the box itself. */
const OPERATOR: StaffId = 'operator';

/** A running facility as the admin socket asks for it. */
export class LiveFacility implements AdminFacility {
  constructor(private readonly parts: LiveParts) {}

  async status(): Promise<AdminStatus> {
    const { facility, folder, version, startedAt, addresses, errors } = this.parts;
    const { ledger, queue } = facility;
    const entries = queue.entries();
    const counts = queue.counts();
    const behindMs = Math.max(0, ledger.now() - Date.now());
    return {
      box: facility.box,
      name: facility.profile().name,
      version,
      startedAt,
      addresses: addresses(),
      records: ledger.durableN,
      patients: facility.patients.size,
      today: {
        day: queue.day,
        arrived: entries.length,
        finished: entries.filter(({ state }) => state === 'finished').length,
        stations: facility.workflow.stations.map(({ id }) => ({
          station: id,
          waiting: (counts[id]?.waiting ?? 0) + (counts[id]?.skipped ?? 0),
          serving: counts[id]?.called ?? 0,
          onHold: counts[id]?.held ?? 0,
        })),
      },
      sync: await this.syncStatus(),
      ...(this.parts.backups ? { backup: this.parts.backups.health() } : {}),
      ...standbyPart(this.parts),
      disk: { folder, ...(await facility.disk()) },
      clock: { now: new Date().toISOString(), uncertain: ledger.clockUncertain, behindMs },
      store: storeHealth(facility),
      memory: { rssBytes: process.memoryUsage.rss() },
      errors: errors(),
    };
  }

  listStaff(): Promise<StaffMember[]> {
    return Promise.resolve(this.parts.facility.staff.list());
  }

  async addStaff(member: Omit<StaffMember, 'active'>, password: string): Promise<StaffMember> {
    const fields = wrongStaffFields({ ...member, password });
    if (fields.length > 0) {
      throw new FacilityError('bad-input', 'Some particulars of the new member are wrong.', { fields });
    }
    const hash = await hashPassword(password);
    const { facility } = this.parts;
    await facility.append({ by: OPERATOR }, (draft) => {
      if (facility.staff.find(member.id)) {
        throw new FacilityError('conflict', `The name ${member.id} is taken.`, {
          hint: 'hints.otherLogin',
          fields: [{ field: 'id', code: 'taken' }],
        });
      }
      addStaff(draft, { ...member, password }, hash);
    });
    return this.#find(member.id);
  }

  disableStaff(id: StaffId): Promise<StaffMember> {
    return this.#setActive(id, false);
  }

  enableStaff(id: StaffId): Promise<StaffMember> {
    return this.#setActive(id, true);
  }

  async resetStaff(id: StaffId, password: string): Promise<StaffMember> {
    const wrong = wrongPassword(password);
    if (wrong.length > 0)
      throw new FacilityError('bad-input', 'The password is too short.', { fields: wrong });
    const hash = await hashPassword(password);
    await this.parts.facility.append({ by: OPERATOR }, (draft) => {
      // The record says that, when and by whom; the hash stays on the box.
      writeState(draft, this.#find(id));
      keepCredential(draft, id, hash);
    });
    this.parts.passwords.forget(id);
    return this.#find(id);
  }

  syncReport(): Promise<SyncReport> {
    return this.parts.sync.report();
  }

  syncStatus(): Promise<SyncState> {
    return Promise.resolve(this.parts.sync.state());
  }

  async syncNow(): Promise<SyncState> {
    const { sync } = this.parts;
    if (sync.state().kind === 'not-set') {
      throw new FacilityError('centre-not-set', 'This box has no centre yet.', {
        hint: 'hints.safeUntilNamed',
      });
    }
    return sync.syncNow();
  }

  stop(): Promise<void> {
    return this.parts.stop();
  }

  #find(id: StaffId): StaffMember {
    const member = this.parts.facility.staff.find(id);
    if (member) return member;
    throw new FacilityError('not-found', `Nobody here has the name ${id}.`, {
      hint: 'hints.staffList',
    });
  }

  async #setActive(id: StaffId, active: boolean): Promise<StaffMember> {
    await this.parts.facility.append({ by: OPERATOR }, (draft) => {
      const member = this.#find(id);
      if (member.active === active) return;
      if (!active) this.#refuseLast(member);
      writeState(draft, { ...member, active });
    });
    return this.#find(id);
  }

  #refuseLast(member: StaffMember): void {
    const others = this.parts.facility.staff.active().filter(({ id }) => id !== member.id);
    if (others.length > 0) return;
    throw new FacilityError('conflict', `${member.id} is the last one who can log in.`, {
      hint: 'hints.addAnotherFirst',
    });
  }
}

function standbyPart({ standby, oldBox }: LiveParts): Pick<AdminStatus, 'standby' | 'oldBox'> {
  const follows = standby?.() ?? null;
  const old = oldBox?.() ?? null;
  return { ...(follows ? { standby: follows } : {}), ...(old ? { oldBox: old } : {}) };
}

function storeHealth({ ledger, damage, isWhole }: Facility): AdminStatus['store'] {
  if (ledger.trouble) return { ok: false, message: ledger.trouble.message };
  if (damage.length > 0)
    return { ok: false, goesOn: true, message: damage.map(({ message }) => message).join(' ') };
  if (isWhole) return { ok: true };
  return {
    ok: false,
    message: 'The numbering of the records does not fit their count: keep the folder as it is.',
  };
}

function writeState(draft: Parameters<typeof keepCredential>[0], member: StaffMember): void {
  const { id, name, roles, active, registration } = member;
  draft.staff({ staff: id, name, roles, active, ...(registration === undefined ? {} : { registration }) });
}
