import { patientsOf, visitIn } from '../../records/audit-entry.js';
import { FacilityError } from '../../records/facility-error.js';
import type { PatientId } from '../../records/ids.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import { foldPatient, type PatientView } from '../../records/patient-fold.js';

/** Who the patient is, as it came; null where it did not. */
export function keptPerson(patient: PatientId, records: readonly LedgerRecord[]): PatientView | null {
  const own = records.filter(
    (record) => visitIn(record) === undefined && patientsOf(record).includes(patient),
  );
  return ifThere(() => foldPatient(own));
}

/** Of what was cut at its end the first record may be missing. */
export function ifThere<T>(fold: () => T): T | null {
  try {
    return fold();
  } catch (error) {
    if (error instanceof FacilityError && error.code === 'not-found') return null;
    throw error;
  }
}
