import { byTime } from './by-time.js';
import type { Words } from './envelope.js';
import { FacilityError } from './facility-error.js';
import { patientOf, type PatientId, type StaffId } from './ids.js';
import type { LedgerRecord } from './ledger-record.js';
import { amended } from './patient-amendments.js';
import type { AllergyRecord, Demographics } from './people.js';
import { standingAllergies } from './standing-allergies.js';

export type DemographicField = keyof Demographics;

export interface Change {
  from: Demographics[DemographicField];
  /** undefined where the field was cleared */
  to: Demographics[DemographicField];
  at: string;
  by: StaffId;
  reason: string | null;
}

/** An allergy in force. */
export interface KnownAllergy extends AllergyRecord {
  /** the other facility whose record it is; absent: it stands in this box's own ledger, and may be taken back here */
  toldAt?: Words;
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
  allergies: KnownAllergy[];
}

const FIELDS = Object.keys({
  name: true,
  sex: true,
  birthDate: true,
  birthDateEstimated: true,
  mobile: true,
  relative: true,
  village: true,
  household: true,
  abha: true,
  abhaAddress: true,
  abhaVerified: true,
  category: true,
} satisfies Record<DemographicField, true>) as DemographicField[];

/**
 * Folds a patient from the patient's record, amendments and allergies, given in any order. Several boxes may
 * have added to one patient, so time comes before `n`. Of somebody who was registered at another facility the first
 * amendment that gives a name and a sex is the registration here. Throws `not-found` where neither is there.
 */
export function foldPatient(records: readonly LedgerRecord[]): PatientView {
  const ordered = records.toSorted(byTime);
  const patient = registration(ordered);
  if (!patient) throw new FacilityError('not-found', 'The patient has no record of its own.');

  let demographics = patient.demographics;
  const changes: PatientView['changes'] = {};
  for (const record of ordered) {
    if (record.type !== 'patient-amendment' || !record._id.startsWith(`${patient.id}:`)) continue;
    if (record._id === patient.record) continue;
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
    (record) => record.type === 'allergy' && record._id.startsWith(`${patient.id}:`),
  ) as AllergyRecord[];
  return {
    id: patient.id,
    demographics,
    registeredAt: patient.at,
    registeredBy: patient.by,
    changes,
    allergies: standingAllergies(allergies),
  };
}

interface PatientRegistration {
  id: PatientId;
  /** the record that it stands in */
  record: string;
  demographics: Demographics;
  at: string;
  by: StaffId;
}

function registration(ordered: readonly LedgerRecord[]): PatientRegistration | null {
  const own = ordered.find((record) => record.type === 'patient');
  if (own) return { id: own._id, record: own._id, demographics: pick(own), at: own.at, by: own.by };
  for (const record of ordered) {
    if (record.type !== 'patient-amendment') continue;
    const first = amended({ first: null, changes: [{ id: record._id, at: record.at, set: record.set }] });
    if (!first) continue;
    return {
      id: patientOf(record._id),
      record: record._id,
      demographics: first,
      at: record.at,
      by: record.by,
    };
  }
  return null;
}

function pick(patient: Demographics): Demographics {
  const known = FIELDS.filter((field) => patient[field] !== undefined);
  return Object.fromEntries(known.map((field) => [field, patient[field]])) as unknown as Demographics;
}
