import type { AccessAction } from './box.js';
import type { MoveAction } from './care.js';
import { patientOf, parseVisitId, visitOf, type PatientId, type StaffId, type VisitId } from './ids.js';
import type { LedgerRecord, RecordType } from './ledger-record.js';

/** One line of an audit trail: who did what, when, about whom. */
export interface AuditEntry {
  n: number;
  /** UTC */
  at: string;
  clockUncertain?: true;
  by: StaffId;
  type: RecordType;
  id: string;
  /** of a look or a move */
  action?: AccessAction | MoveAction;
  patients: PatientId[];
  visit?: VisitId;
  /** the page that was looked at */
  route?: string;
  device?: string;
  reason?: string;
}

/** Whose reason says why something was done; elsewhere it is what the patient came for. */
const PLAIN: readonly RecordType[] = [
  'access',
  'restriction',
  'patient-amendment',
  'device',
  'stock',
  'dispense-return',
];

export function toAuditEntry(record: LedgerRecord): AuditEntry {
  const { n, at, clockUncertain, by, type, _id: id } = record;
  const fields = record as Partial<Pick<AuditEntry, 'action' | 'route' | 'device' | 'reason'>>;
  const visit = visitIn(record);
  return {
    n,
    at,
    ...(clockUncertain ? { clockUncertain } : {}),
    by,
    type,
    id,
    ...(fields.action === undefined ? {} : { action: fields.action }),
    patients: patientsOf(record),
    ...(visit === undefined ? {} : { visit }),
    ...(fields.route === undefined ? {} : { route: fields.route }),
    ...(fields.device === undefined ? {} : { device: fields.device }),
    ...(fields.reason === undefined || !PLAIN.includes(type) ? {} : { reason: fields.reason }),
  };
}

/** The patients that a record names; a stock movement names none, but perhaps a visit. */
export function patientsOf(record: LedgerRecord): PatientId[] {
  if (record.type === 'access') return record.patients;
  if (record._id.startsWith('patient:')) return [patientOf(record._id)];
  return 'patient' in record ? [record.patient] : [];
}

export function visitIn(record: LedgerRecord): VisitId | undefined {
  if (record.type === 'access') return record.visit;
  const id = record.type === 'stock' ? (record.dispense ?? '') : record._id;
  const visit = visitOf(id);
  return parseVisitId(visit) ? visit : undefined;
}
