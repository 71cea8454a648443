import { createHash } from 'node:crypto';
import { FacilityError } from '../../../records/facility-error.js';
import type { PatientId } from '../../../records/ids.js';
import type { Demographics, PatientAmendment } from '../../../records/people.js';
import type { Facility } from '../../facility.js';
import type { AppendOptions } from '../../store/ledger.js';

const FIELDS = [
  'name',
  'sex',
  'birthDate',
  'birthDateEstimated',
  'mobile',
  'relative',
  'village',
  'household',
  'abha',
  'abhaAddress',
  'abhaVerified',
  'category',
] as const satisfies (keyof Demographics)[];

/** A short mark of a person's particulars as they stand: a form carries it, to notice that they changed meanwhile. */
export function stateOf(person: Demographics): string {
  const text = JSON.stringify(FIELDS.map((field) => person[field] ?? null));
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}

/**
 * Corrects a patient's particulars: only what differs is written, with who and why, and the old values stay in the
 * ledger. `changed-meanwhile`: somebody else was first, nothing is written.
 */
export function amendPatient(
  facility: Facility,
  saving: AppendOptions,
  patient: PatientId,
  change: { state: string; reason: string; read: (before: Demographics) => Demographics },
): Promise<'amended' | 'unchanged' | 'changed-meanwhile'> {
  return facility.append(saving, (draft) => {
    const before = facility.patients.get(patient);
    if (!before) throw new FacilityError('not-found', 'There is no such patient.');
    if (stateOf(before) !== change.state) return 'changed-meanwhile';
    const set = differences(before, change.read(before));
    if (Object.keys(set).length === 0) return 'unchanged';
    draft.patientPart(patient, 'patient-amendment', { set, reason: change.reason });
    return 'amended';
  });
}

function differences(before: Demographics, after: Demographics): PatientAmendment['set'] {
  const changed = FIELDS.filter(
    (field) => JSON.stringify(before[field] ?? null) !== JSON.stringify(after[field] ?? null),
  );
  return Object.fromEntries(changed.map((field) => [field, after[field] ?? null]));
}
