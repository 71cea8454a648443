import type { Envelope, Words } from './envelope.js';
import type { PatientId, StaffId } from './ids.js';

// FHIR AdministrativeGender
export type Sex = 'male' | 'female' | 'other' | 'unknown';

/** Why a patient goes before others in a queue. */
export type Priority = 'emergency' | 'pregnant' | 'elderly' | 'disabled';

/** A facility as it is printed and shown. A newer record replaces an older one. FHIR Organization. */
export interface FacilityRecord extends Envelope {
  type: 'facility';
  name: Words;
  /** `PHC`, `HWC-PHC`, `CHC`, … */
  level: string;
  block?: string;
  district?: string;
  /** LGD code of the state; 10 is Bihar */
  stateLgd?: number;
  /** Health Facility Registry id: IN and ten digits */
  hfr?: string;
}

export type Role = 'clerk' | 'nurse' | 'doctor' | 'lab' | 'pharmacist' | 'incharge' | 'operator' | 'support';

/** One state of a staff member; the latest counts. The password's hash is no record: it stays on the box. */
export interface StaffRecord extends Envelope {
  type: 'staff';
  staff: StaffId;
  name: Words;
  roles: Role[];
  active: boolean;
  /** Medical council registration number, printed on prescriptions (IMC Regulations 2002) */
  registration?: string;
}

export interface Relative {
  name: string;
  relation: 'father' | 'husband' | 'mother' | 'guardian';
}

/** What may be known of a person; FHIR Patient. */
export interface Demographics {
  name: string;
  sex: Sex;
  /** FHIR date: `1984`, `1984-06` or `1984-06-20`, as precisely as it is known */
  birthDate?: string;
  /** true where the year was reckoned from a told age */
  birthDateEstimated?: boolean;
  /** ten digits, first 6 to 9; a search key, never an identity */
  mobile?: string;
  relative?: Relative;
  village?: string;
  /** health id of the member by whom the household goes; absent: by this patient's own */
  household?: PatientId;
  /** 14 digits without hyphens */
  abha?: string;
  abhaAddress?: string;
  /** false where the ABHA number's check digit fails or nobody has verified it */
  abhaVerified?: boolean;
  category?: Exclude<Priority, 'emergency'>;
}

export interface PatientRecord extends Envelope, Demographics {
  type: 'patient';
}

/** Corrects a patient's particulars: named fields take the new value, null clears one. */
export interface PatientAmendment extends Envelope {
  type: 'patient-amendment';
  set: { [K in keyof Demographics]?: Demographics[K] | null };
  reason?: string;
}

/** Somebody at the facility holds that the patient has another number too. The registry decides; nothing follows by itself. */
export interface SamePersonRecord extends Envelope {
  type: 'same-person';
  /** the other number, of whichever facility */
  other: PatientId;
  note?: string;
}

export type AllergySeverity = 'mild' | 'severe';

/** FHIR AllergyIntolerance. A later record with `corrects` takes it back. */
export interface AllergyRecord extends Envelope {
  type: 'allergy';
  substance: string;
  reaction?: string;
  severity?: AllergySeverity;
  corrects?: string;
  /** true: the record named in `corrects` was wrong */
  refuted?: boolean;
}

/** What an allergy is to, and how bad. */
export type Allergy = Pick<AllergyRecord, 'substance' | 'severity'>;
