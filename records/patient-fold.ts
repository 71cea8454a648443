import { byTime } from './by-time.js';
import { FacilityError } from './facility-error.js';
import { patientOf, type PatientId, type StaffId } from './ids.js';
import type { LedgerRecord } from './ledger-record.js';
import type { AllergyRecord, Demographics } from './people.js';

export type DemographicField = keyof Demographics;

export interface Change {
  from: Demographics[DemographicField];
  /** undefined where the field was cleared */
  to: Demographics[DemographicField];
  at: string;
  by: StaffId;
  reason: string | null;
}

export interface PatientView {
  id: PatientId;
  /** as it stands now */
  demographics: Demographics;
  registeredAt: string;
  registeredBy: StaffId;
  /** each field's changes, oldest first */
  changes: Partial<Record<DemographicField, Change[]>>;
  /** in force, oldest first */
  allergies: AllergyRecord[];
}

const FIELDS = Object.keys({
  name: true,
  sex: true,
  birthDate: true,
  birthDateEstimated: true,
  mobile: true,
  relative: true,
  village: true,
  abha: true,
  abhaAddress: true,
  abhaVerified: true,
  category: true,
} satisfies Record<DemographicField, true>) as DemographicField[];

/**
 * Folds a patient from the patient's record, amendments and allergies, given in any order. Several boxes may
 * have added to one patient, so time comes before `n`. Where another box has the record, a copy stands for it.
 * Throws `not-found` where neither is there.
 */
export function foldPatient(records: readonly LedgerRecord[]): PatientView {
  const ordered = records.toSorted(byTime);
  const patient =
    ordered.find((record) => record.type === 'patient') ??
    ordered.find((record) => record.type === 'patient-copy');
  if (!patient) throw new FacilityError('not-found', 'The patient has no record of its own.');

  const id = patientOf(patient._id);
  let demographics = pick(patient);
  const changes: PatientView['changes'] = {};
  for (const record of ordered) {
    if (record.type !== 'patient-amendment' || !record._id.startsWith(`${id}:`)) continue;
    for (const field of FIELDS) {
      const value = record.set[field];
      // a person always has a name and a sex
      if (value === undefined || (value === null && (field === 'name' || field === 'sex'))) continue;
      const to = value ?? undefined;
      const { [field]: from, ...others } = demographics;
      demographics = { ...others, ...(to === undefined ? {} : { [field]: to }) } as Demographics;
      const change = { from, to, at: record.at, by: record.by, reason: record.reason ?? null };
      (changes[field] ??= []).push(change);
    }
  }

  const allergies = ordered.filter(
    (record) => record.type === 'allergy' && record._id.startsWith(`${id}:`),
  ) as AllergyRecord[];
  const corrected = new Set(allergies.map(({ corrects }) => corrects));
  return {
    id,
    demographics,
    registeredAt: patient.at,
    registeredBy: patient.by,
    changes,
    allergies: allergies.filter(({ _id, refuted }) => refuted !== true && !corrected.has(_id)),
  };
}

function pick(patient: Demographics): Demographics {
  const known = FIELDS.filter((field) => patient[field] !== undefined);
  return Object.fromEntries(known.map((field) => [field, patient[field]])) as unknown as Demographics;
}
