import type {
  AccessRecord,
  BackupRecord,
  ConsentRecord,
  DeviceRecord,
  KeyRecord,
  RestoreRecord,
  RestrictionRecord,
  SealRecord,
} from './box.js';
import type {
  AdmissionRecord,
  ConsultationRecord,
  DiagnosisRecord,
  DispenseRecord,
  DispenseReturnRecord,
  LabAcknowledgement,
  LabOrderRecord,
  LabResultRecord,
  MoveRecord,
  PrescriptionRecord,
  ReferralCancelRecord,
  ReferralRecord,
  ReferralReplyRecord,
  ReferralResultsRecord,
  VisitRecord,
  VitalsRecord,
} from './care.js';
import type { Draft } from './envelope.js';
import type {
  AllergyRecord,
  FacilityRecord,
  PatientAmendment,
  PatientRecord,
  SamePersonRecord,
  StaffRecord,
} from './people.js';
import type { SummaryRecord } from './summary.js';
import type { StockMovement } from './supply.js';

/** Everything that may stand in a ledger. */
export type LedgerRecord =
  | FacilityRecord
  | StaffRecord
  | PatientRecord
  | PatientAmendment
  | SamePersonRecord
  | AllergyRecord
  | VisitRecord
  | MoveRecord
  | VitalsRecord
  | ConsultationRecord
  | DiagnosisRecord
  | PrescriptionRecord
  | LabOrderRecord
  | LabResultRecord
  | LabAcknowledgement
  | DispenseRecord
  | DispenseReturnRecord
  | ReferralRecord
  | ReferralCancelRecord
  | ReferralReplyRecord
  | ReferralResultsRecord
  | AdmissionRecord
  | StockMovement
  | ConsentRecord
  | RestrictionRecord
  | AccessRecord
  | DeviceRecord
  | KeyRecord
  | SealRecord
  | BackupRecord
  | RestoreRecord
  | SummaryRecord;

export type RecordType = LedgerRecord['type'];
export type RecordOf<T extends RecordType> = Extract<LedgerRecord, { type: T }>;
/** A draft of any type: the ledger adds the envelope. */
export type AnyDraft = { [T in RecordType]: Draft<RecordOf<T>> }[RecordType];
