import Joi from 'joi';
import {
  REFERRAL_STATES,
  type ReferralCancelRecord,
  type ReferralRecord,
  type ReferralReplyRecord,
  type ReferralResultsRecord,
} from './care.js';
import type { Words } from './envelope.js';
import type { BoxId } from './ids.js';
import { words } from './people-schemas.js';
import { referralResults, referralSummary } from './referral-schemas.js';
import { box, boxRecordRef, partRef, patientRef } from './schema-ids.js';
import { line, note } from './schema-text.js';

/** Why a referral did not reach anybody. */
export type Undelivered = 'unknown' | 'closed' | 'no-box' | 'own';

/** `referral:<record>` in the receiver's inbox: what the sender wrote for it. */
export interface ReferralIn extends Pick<
  ReferralRecord,
  'patient' | 'at' | 'by' | 'reason' | 'urgent' | 'summary' | 'supersedes'
> {
  type: 'referral-in';
  /** the sender's record */
  referral: string;
  /** code and, where the directory knows it, name of the sender */
  from: { code: string; name?: Partial<Words> };
}

/** `referral-reply:<record>` in the sender's inbox: one step at the receiver. */
export interface ReferralReplyIn extends Pick<
  ReferralReplyRecord,
  'referral' | 'status' | 'feedback' | 'signer' | 'at' | 'by'
> {
  type: 'referral-reply';
  /** the receiver's record */
  reply: string;
  from: BoxId;
}

/** `referral-cancel:<record>` in the receiver's inbox: the sender took it back. A box that does not know it passes it over. */
export interface ReferralCancelIn extends Pick<
  ReferralCancelRecord,
  'referral' | 'reason' | 'reasonName' | 'note' | 'signer' | 'at' | 'by'
> {
  type: 'referral-cancel';
  /** the sender's record */
  cancel: string;
  from: BoxId;
}

/** `referral-undelivered:<record>` in the sender's inbox: it reached nobody. */
export interface ReferralUndelivered {
  type: 'referral-undelivered';
  referral: string;
  why: Undelivered;
  at: string;
}

/** `referral-results:<record>` in the receiver's inbox: what the sender's lab found later. */
export interface ReferralResultsIn extends Pick<
  ReferralResultsRecord,
  'referral' | 'results' | 'pending' | 'at'
> {
  type: 'referral-results';
  /** the sender's record */
  record: string;
  from: BoxId;
}

export type InboxReferral =
  ReferralIn | ReferralReplyIn | ReferralCancelIn | ReferralResultsIn | ReferralUndelivered;

const at = Joi.string().isoDate().required();
const by = line(60).required();
const referral = partRef('referral').required();

const SCHEMAS: Record<InboxReferral['type'], Joi.ObjectSchema> = {
  'referral-in': Joi.object({
    ...{ referral, at, by, patient: patientRef.required(), reason: note().required() },
    from: Joi.object({ code: box.required(), name: Joi.object({ hi: line(200), en: line(200) }) }).required(),
    urgent: Joi.boolean(),
    summary: referralSummary,
    supersedes: partRef('referral'),
  }),
  'referral-reply': Joi.object({
    ...{ referral, at, by, reply: boxRecordRef('referral').required(), from: box.required() },
    status: Joi.valid(...REFERRAL_STATES).required(),
    feedback: note(),
    signer: words,
  }),
  'referral-results': Joi.object({
    ...{ referral, at, record: partRef('referral-results').required(), from: box.required() },
    ...{ results: referralResults.results, pending: referralResults.pending },
  }),
  'referral-cancel': Joi.object({
    ...{ referral, at, by, cancel: partRef('referral-cancel').required(), from: box.required() },
    ...{ reason: line(40).required(), reasonName: words.required(), note: note(), signer: words },
  }),
  'referral-undelivered': Joi.object({
    ...{ referral, at },
    why: Joi.valid('unknown', 'closed', 'no-box', 'own').required(),
  }),
};

/** A document of the inbox as a referral's news; null where it is of another kind, or says what no version says. */
export function readInboxReferral(document: object): InboxReferral | null {
  const { type } = document as { type?: unknown };
  const schema = Object.entries(SCHEMAS).find(([known]) => known === type)?.[1];
  if (!schema) return null;
  // What a newer centre adds is kept and not looked at.
  const { value, error } = schema.validate(document, { allowUnknown: true }) as {
    value: InboxReferral;
    error?: Error;
  };
  return error ? null : value;
}
