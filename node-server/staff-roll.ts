import type { StaffId } from '../records/ids.js';
import type { LedgerRecord } from '../records/ledger-record.js';
import type { Role } from '../records/people.js';
import type { StaffMember } from './admin/admin-api.js';

/** Who works here, folded from `staff` records: the latest state of each person counts. */
export class StaffRoll {
  readonly #members = new Map<StaffId, StaffMember>();

  apply(record: LedgerRecord): void {
    if (record.type !== 'staff') return;
    const { staff, name, roles, active, registration } = record;
    this.#members.set(staff, {
      id: staff,
      name,
      roles,
      active,
      ...(registration === undefined ? {} : { registration }),
    });
  }

  /** Also finds those who have left: old records name them. */
  find(id: StaffId): StaffMember | undefined {
    return this.#members.get(id);
  }

  /** Everybody, in order of login name. */
  list(): StaffMember[] {
    return [...this.#members.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** Those who may log in. */
  active(): StaffMember[] {
    return this.list().filter((member) => member.active);
  }

  withRole(role: Role): StaffMember[] {
    return this.active().filter((member) => member.roles.includes(role));
  }
}
