import type { ValidationError } from 'joi';
import type {
  Complaint,
  ConsultationRecord,
  DiagnosisRecord,
  PrescriptionRecord,
  ReferralRecord,
} from '../../../records/care.js';
import { addDays, isoDate } from '../../../records/day.js';
import type { FieldError } from '../../../records/facility-error.js';
import type { Facility } from '../../facility.js';
import { dateField } from '../../form-fields.js';
import { facilityDirectory } from '../../referrals/facility-directory.js';
import type { Draft } from './draft.js';
import { readNumber } from './reckon-line.js';

type Fields<T> = Omit<T, '_id' | 'type' | 'n' | 'at' | 'clockUncertain' | 'by' | 'v' | 'patient'>;

/** What signing writes down. */
export interface SignedContent {
  consultation: Fields<ConsultationRecord> | null;
  diagnoses: Fields<DiagnosisRecord>[];
  prescription: Required<Pick<PrescriptionRecord, 'lines' | 'accepted' | 'signedOver'>> | null;
  tests: { tests: string[]; urgent: boolean; note: string; repeated: string[] } | null;
  referral: Pick<ReferralRecord, 'to' | 'facility' | 'reason' | 'urgent' | 'summary'> | null;
  admission: { action: 'admit' | 'discharge'; reason: string; outcome: string } | null;
}

const LONGEST_FOLLOW_UP_DAYS = 366;

/** Complaints, diagnoses, advice and the plan of a draft; what is wrong with them joins `errors`. */
export function readContent(
  draft: Draft,
  errors: FieldError[],
  facility: Facility,
): Pick<SignedContent, 'consultation' | 'diagnoses' | 'referral' | 'admission'> {
  const { text } = draft;
  const complaints = draft.complaint.map((row, at) => readComplaint(row, at, errors, facility));
  const advice = readAdvice(draft, errors, facility);
  const followUp = readFollowUp(text.followUp, errors, facility);
  const consulted = complaints.length > 0 || text.examination !== '' || advice.length > 0 || followUp !== '';
  return {
    consultation: consulted
      ? {
          complaints,
          ...(text.examination ? { examination: text.examination } : {}),
          ...(advice.length > 0 ? { advice } : {}),
          ...(followUp ? { followUp } : {}),
        }
      : null,
    diagnoses: draft.diagnosis.map((row, at) => readDiagnosis(row, at, errors, facility)),
    referral: readReferral(text, errors, facility),
    admission: readAdmission(text, errors),
  };
}

function readComplaint(
  row: Draft['complaint'][number],
  at: number,
  errors: FieldError[],
  { reference }: Facility,
): Complaint {
  const known = reference.complaints.get(row.code);
  if (row.code !== '' && !known) errors.push({ field: `complaint.${at}.code`, code: 'unknownChoice' });
  const text = known?.name.hi ?? row.text;
  if (text === '') errors.push({ field: `complaint.${at}.text`, code: 'required' });
  const duration = row.duration === '' ? undefined : readNumber(row.duration);
  if (duration !== undefined && !(Number.isInteger(duration) && duration <= 36_500)) {
    errors.push({ field: `complaint.${at}.duration`, code: 'outOfRange', params: { min: 0, max: 36_500 } });
  }
  return { text, ...(duration === undefined ? {} : { duration }) };
}

function readDiagnosis(
  row: Draft['diagnosis'][number],
  at: number,
  errors: FieldError[],
  { reference }: Facility,
): Fields<DiagnosisRecord> {
  const known = reference.diagnoses.get(row.code);
  if (row.code !== '' && !known) errors.push({ field: `diagnosis.${at}.code`, code: 'unknownChoice' });
  if (row.code === '' && row.text === '') errors.push({ field: `diagnosis.${at}.text`, code: 'required' });
  return {
    ...(known ? { code: known.code } : {}),
    text: known?.name ?? { hi: row.text, en: row.text },
    certainty: row.certainty === 'confirmed' ? 'confirmed' : 'provisional',
    ...(row.ongoing === 'yes' ? { ongoing: true } : row.ongoing === 'no' ? { ongoing: false } : {}),
  };
}

function readAdvice(draft: Draft, errors: FieldError[], { reference }: Facility): string[] {
  const picked = draft.advice.map((code) => {
    const advice = reference.advice.get(code);
    if (!advice) errors.push({ field: 'advice', code: 'unknownChoice' });
    return advice?.name.hi ?? '';
  });
  return [...picked, draft.text.ownAdvice].filter((text) => text !== '');
}

function readFollowUp(typed: string, errors: FieldError[], facility: Facility): string {
  if (typed === '') return '';
  const today = facility.today();
  const schema = dateField({ notBefore: () => isoDate(today) });
  const { value, error } = schema.validate(typed) as { value?: unknown; error?: ValidationError };
  const code = error?.details[0]?.type.replace(/^field\./, '');
  if (code) errors.push({ field: 'followUp', code });
  else if (typeof value === 'string' && value > isoDate(addDays(today, LONGEST_FOLLOW_UP_DAYS))) {
    errors.push({ field: 'followUp', code: 'doctor.followUpTooFar' });
  }
  return typeof value === 'string' ? value : '';
}

function readReferral(
  text: Draft['text'],
  errors: FieldError[],
  facility: Facility,
): SignedContent['referral'] {
  const { referralTo: to, referralFacility: ownWords, referralReason: reason } = text;
  if (to === '' && ownWords === '' && reason === '') return null;
  const directory = facilityDirectory(facility);
  const receiver = directory.find(to);
  const refusal = to === '' ? null : directory.refusal(to);
  if (refusal) errors.push({ field: 'referralFacility', code: `referral.${refusal}` });
  const name = receiver?.name.hi ?? receiver?.name.en ?? ownWords;
  if (!refusal && name === '') errors.push({ field: 'referralFacility', code: 'required' });
  if (reason === '') errors.push({ field: 'referralReason', code: 'required' });
  const urgent = text.referralUrgent === 'yes';
  return { ...(receiver && { to: receiver.code }), facility: name, reason, ...(urgent && { urgent }) };
}

function readAdmission(text: Draft['text'], errors: FieldError[]): SignedContent['admission'] {
  const { admission, admissionReason: reason, admissionOutcome: outcome } = text;
  if (admission === '') return null;
  if (admission !== 'admit' && admission !== 'discharge') {
    errors.push({ field: 'admission', code: 'unknownChoice' });
    return null;
  }
  const outcomes = ['recovered', 'referred', 'left', 'died'];
  if (admission === 'discharge' && !outcomes.includes(outcome)) {
    errors.push({ field: 'admissionOutcome', code: 'required' });
  }
  if (admission === 'admit' && reason === '') errors.push({ field: 'admissionReason', code: 'required' });
  return { action: admission, reason, outcome };
}
