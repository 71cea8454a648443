import { patientsOf, visitIn } from './audit-entry.js';
import { dayOf, type Day } from './day.js';
import type { PatientId, StaffId, VisitId } from './ids.js';
import type { LedgerRecord } from './ledger-record.js';

/** What to show of a ledger: about one patient, or by one member of the staff, or both; days in India, inclusive. */
export interface AuditQuery {
  patient?: PatientId;
  by?: StaffId;
  from?: Day;
  to?: Day;
}

/** Decides record by record, in order of `n`. */
export class AuditFilter {
  readonly #visits = new Set<VisitId>();

  constructor(private readonly query: AuditQuery) {}

  takes(record: LedgerRecord): boolean {
    const { patient, by, from, to } = this.query;
    const concerns = patient === undefined || this.#concerns(record, patient);
    if (!concerns || (by !== undefined && record.by !== by)) return false;
    const day = dayOf(record.at);
    return (from === undefined || day >= from) && (to === undefined || day <= to);
  }

  #concerns(record: LedgerRecord, patient: PatientId): boolean {
    const visit = visitIn(record);
    if (patientsOf(record).includes(patient)) {
      if (record.type === 'visit') this.#visits.add(record._id);
      return true;
    }
    return visit !== undefined && this.#visits.has(visit);
  }
}
