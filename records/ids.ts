import { checkCharacter } from './check-character.js';
import type { Day } from './day.js';

/** A box: state letters, the facility's number, after a restore a replica letter (`BR1042`, `BR1042b`). */
export type BoxId = string;
/** `patient:BR1042-004217-K` */
export type PatientId = string;
/** `visit:BR1042:20261121-042`; its last part is the day's token. */
export type VisitId = string;
/** A short login name in Latin letters: `sunita`, `dr.verma`. */
export type StaffId = string;

export const BOX_PATTERN = /^[A-Z]{2}\d{2,6}[a-z]?$/;
export const STAFF_PATTERN = /^[a-z][a-z0-9.]{1,19}$/;
/** A paired device: no letters or digits that look alike. */
export const DEVICE_PATTERN = /^[2-9a-hjkmnp-z]{8}$/;
const PATIENT_PATTERN = /^patient:([A-Z]{2}\d{2,6}[a-z]?)-(\d{6,})-([0-9A-Z])$/;
const SUMMARY_PATTERN = /^summary:([A-Z]{2}\d{2,6}[a-z]?):(20\d{6}):([1-9]\d{0,5})$/;
const VISIT_PATTERN = /^visit:([A-Z]{2}\d{2,6}[a-z]?):(\d{8})-(\d{3,})$/;

/** What stations add to a visit, as it stands in the id: `visit:BR1042:20261121-042:rx:1`. */
export type PartKind =
  | 'move'
  | 'vitals'
  | 'consultation'
  | 'diagnosis'
  | 'rx'
  | 'lab-order'
  | 'lab-result'
  | 'lab-ack'
  | 'dispense'
  | 'return'
  | 'referral'
  | 'referral-results'
  | 'referral-cancel'
  | 'admission';

export function patientId(box: BoxId, serial: number): PatientId {
  const body = `${box}-${String(serial).padStart(6, '0')}`;
  return `patient:${body}-${checkCharacter(body.toUpperCase())}`;
}

/** Reads `patient:BR1042-004217-K`, or null where it is no patient id or the check character is wrong. */
export function parsePatientId(id: string): { box: BoxId; serial: number } | null {
  const match = PATIENT_PATTERN.exec(id);
  if (!match) return null;
  const [, box = '', serial = '', check] = match;
  if (checkCharacter(`${box}-${serial}`.toUpperCase()) !== check) return null;
  return { box, serial: Number(serial) };
}

/** The id as people see, speak and scan it: `BR1042-004217-K`. */
export function printedPatientId(id: PatientId): string {
  return id.slice('patient:'.length);
}

/**
 * A typed or scanned health id made whole: spaces, lower case, missing hyphens and the `patient:` prefix are
 * forgiven. Null where it cannot be one; `check: false` where only the check character is wrong (a typing slip).
 */
export function readPatientId(typed: string): { id: PatientId; check: boolean } | null {
  const text = typed
    .trim()
    .replace(/^patient:/i, '')
    .replace(/\s+/g, '');
  // Without hyphens a serial has six digits: the box's own number may have two to six.
  const match = /^([A-Za-z]{2}\d{2,6})([A-Za-z]?)-?(\d{6,}?)-?([0-9A-Za-z])$/.exec(text);
  if (!match) return null;
  const [, box = '', replica = '', serial = '', check = ''] = match;
  const id = `patient:${box.toUpperCase()}${replica.toLowerCase()}-${serial}-${check.toUpperCase()}`;
  return { id, check: parsePatientId(id) !== null };
}

/** A box's name made whole: `br1042B` → `BR1042b`. What cannot be one stays as it was typed. */
export function readBoxId(typed: string): BoxId {
  const [, letters = '', number = '', replica = ''] =
    /^([a-z]{2})(\d{2,6})([a-z]?)$/i.exec(typed.trim()) ?? [];
  return number === '' ? typed : letters.toUpperCase() + number + replica.toLowerCase();
}

export function visitId(box: BoxId, day: Day, token: number): VisitId {
  return `visit:${box}:${day}-${String(token).padStart(3, '0')}`;
}

export function parseVisitId(id: string): { box: BoxId; day: Day; token: number } | null {
  const match = VISIT_PATTERN.exec(id);
  if (!match) return null;
  const [, box = '', day = '', token = ''] = match;
  return { box, day, token: Number(token) };
}

/**
 * `visit:…-042:rx:1`. Where a box goes on with a visit of the box that it took over from, its replica letter stands
 * before the serial (`rx:b2`), because the id must name who wrote it and the old box may still write `rx:2`.
 */
export function partId(visit: VisitId, kind: PartKind, serial: number, writer?: BoxId): string {
  const own = writer === undefined || writer === boxOf(visit);
  return `${visit}:${kind}:${own ? '' : replicaLetter(writer)}${serial}`;
}

/** The number in a part's id, whoever wrote it: 2 in `visit:…-042:rx:b2`. */
export function partSerial(id: string): number {
  return Number(id.slice(id.lastIndexOf(':') + 1).replace(/^[a-z]/, ''));
}

/** `b` of `BR1042b`; empty for a facility's first box. */
export function replicaLetter(box: BoxId): string {
  return /[a-z]$/.exec(box)?.[0] ?? '';
}

/** The facility's code that all its boxes share: `BR1042` of `BR1042b`. */
export function firstBox(box: BoxId): BoxId {
  return box.replace(/[a-z]$/, '');
}

/**
 * The boxes whose records may stand in a box's ledger, oldest first, itself the last: those of its facility that it or
 * its forerunners took over from.
 */
export function lineageOf(box: BoxId): BoxId[] {
  const letter = replicaLetter(box);
  if (letter === '') return [box];
  const first = firstBox(box);
  const before = 'bcdefghijklmnopqrstuvwxyz'.split('').filter((other) => other < letter);
  return [first, ...before.map((other) => first + other), box];
}

/** The box that takes over next: `BR1042b` after `BR1042`, `BR1042c` after that; null after the 25th. */
export function nextReplica(box: BoxId): BoxId | null {
  const letter = replicaLetter(box);
  if (letter === 'z') return null;
  return firstBox(box) + (letter === '' ? 'b' : String.fromCharCode(letter.charCodeAt(0) + 1));
}

/** The visit that a part's id names: `visit:…-042:rx:1` → `visit:…-042`; a visit's own id gives itself. */
export function visitOf(id: string): VisitId {
  return id.split(':').slice(0, 3).join(':');
}

/** What a box adds to a patient: `patient:BR1042-004217-K:BR0977:12`, numbered by the adding box's record number. */
export function patientPartId(patient: PatientId, box: BoxId, n: number): string {
  return `${patient}:${box}:${n}`;
}

/** The patient that an id under `patient:` names. */
export function patientOf(id: string): PatientId {
  return id.split(':').slice(0, 2).join(':');
}

export function stockId(box: BoxId, item: string, n: number): string {
  return `stock:${box}:${item}:${n}`;
}

export function staffRecordId(box: BoxId, staff: StaffId, n: number): string {
  return `staff:${box}:${staff}:${n}`;
}

export function facilityRecordId(box: BoxId, n: number): string {
  return `facility:${box}:${n}`;
}

/** Records of the box about itself. */
export type BoxRecordKind = 'key' | 'seal' | 'access' | 'backup' | 'restore' | 'referral';

/** `seal:BR1042:61`: numbered by the record's own `n` */
export function boxRecordId(kind: BoxRecordKind, box: BoxId, n: number): string {
  return `${kind}:${box}:${n}`;
}

/** `summary:BR1042:20261121:1`: the day's first summary; `:2` where something was added to the day. */
export function summaryId(box: BoxId, day: Day, serial: number): string {
  return `summary:${box}:${day}:${serial}`;
}

/** Reads a summary's id, or null where it is none. */
export function parseSummaryId(id: string): { box: BoxId; day: Day; serial: number } | null {
  const [, box, day, serial] = SUMMARY_PATTERN.exec(id) ?? [];
  return box && day ? { box, day, serial: Number(serial) } : null;
}

export function deviceRecordId(box: BoxId, device: string, n: number): string {
  return `device:${box}:${device}:${n}`;
}

/** The box whose ledger a record belongs to, read from the id alone (law 1); null where the id names none. */
export function boxOf(id: string): BoxId | null {
  const [kind, second = '', third, , serial = ''] = id.split(':');
  if (kind === 'patient') {
    if (third !== undefined) return BOX_PATTERN.test(third) ? third : null;
    return parsePatientId(`patient:${second}`)?.box ?? null;
  }
  if (!BOX_PATTERN.test(second)) return null;
  return kind === 'visit' && /^[a-z]\d/.test(serial) ? firstBox(second) + serial.charAt(0) : second;
}

/** CouchDB allows small letters only in a database's name: `facility-br1042`. */
export function facilityDatabase(box: BoxId): string {
  return `facility-${box.toLowerCase()}`;
}

export function inboxDatabase(box: BoxId): string {
  return `inbox-${box.toLowerCase()}`;
}

/** Scans and photos of a facility, at the centre. */
export function papersDatabase(box: BoxId): string {
  return `papers-${box.toLowerCase()}`;
}

export { PATIENT_PATTERN, VISIT_PATTERN };
