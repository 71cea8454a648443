import type { AccessRecord, ConsentRecord } from '../records/box.js';
import { HISTORY_ROUTE } from '../records/history/history-grounds.js';
import { patientPartId, type BoxId, type PatientId } from '../records/ids.js';

let n = 500;

/** A look at what other facilities wrote, as the asking box records it before it asks. */
export function lookOf(
  box: BoxId,
  patient: PatientId,
  at: string,
  more: Partial<AccessRecord> = {},
): AccessRecord {
  n += 1;
  return {
    ...{ _id: `access:${box}:${n}`, type: 'access', n, at, by: 'dr.rao', v: 1, action: 'view' },
    ...{ patients: [patient], route: HISTORY_ROUTE },
    as: { name: { hi: 'डॉ. राव', en: 'Dr Rao' }, role: 'doctor' },
    ...more,
  };
}

/** What the patient said there. */
export function consentOf(
  box: BoxId,
  patient: PatientId,
  at: string,
  more: Partial<ConsentRecord> = {},
): ConsentRecord {
  n += 1;
  return {
    ...{ _id: patientPartId(patient, box, n), type: 'consent', n, at, by: 'dr.rao', v: 2 },
    ...{ purpose: 'history', given: true, mode: 'spoken' },
    ...more,
  };
}

/** Both, as they are shown to the centre. */
export function withConsent(
  box: BoxId,
  patient: PatientId,
  at: string,
  more: Partial<ConsentRecord> = {},
): (AccessRecord | ConsentRecord)[] {
  const consent = consentOf(box, patient, at, more);
  return [consent, lookOf(box, patient, at, { consent: consent._id })];
}
