import { dayOf, type Day } from '../day.js';
import { printedPatientId, type PatientId } from '../ids.js';
import type { LedgerRecord } from '../ledger-record.js';
import type { ComplianceFacts } from './compliance-facts.js';
import { SharedLoginFold } from './shared-login-fold.js';

/** What the compliance report counts in a ledger; lists and looks are those of the period, consents of all time. */
export class ComplianceFold {
  readonly sharedLogins = new SharedLoginFold();
  readonly breakGlass: NonNullable<ComplianceFacts['breakGlass']> = [];
  /** whose records were opened with a reason */
  readonly opened = new Set<PatientId>();
  looks = 0;
  given = 0;
  withdrawn = 0;
  clockUncertain = 0;
  /** UTC; of the first record */
  since: string | null = null;

  constructor(private readonly period: { from: Day; to: Day }) {}

  take(record: LedgerRecord): void {
    const { at, by } = record;
    this.since ??= at;
    if (record.type === 'consent') {
      if (record.revokes !== undefined) this.withdrawn += 1;
      else if (record.given) this.given += 1;
    }
    const day = dayOf(at);
    if (day < this.period.from || day > this.period.to) return;
    if (record.clockUncertain) this.clockUncertain += 1;
    this.sharedLogins.take(record);
    if (record.type !== 'access') return;
    this.looks += 1;
    if (record.reason === undefined) return;
    const [patient] = record.patients;
    if (patient !== undefined) this.opened.add(patient);
    const printed = patient === undefined ? '' : printedPatientId(patient);
    this.breakGlass.push({ at, by, patient: printed, reason: record.reason });
  }
}
