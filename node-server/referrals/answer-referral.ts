import type { ReferralState } from '../../records/care.js';
import { FacilityError } from '../../records/facility-error.js';
import type { PatientId, StaffId, VisitId } from '../../records/ids.js';
import { judgeReferralAnswer } from '../../records/referral-steps.js';
import type { Facility } from '../facility.js';
import type { Drafting } from '../store/drafting.js';
import type { AppendOptions } from '../store/ledger.js';
import { referralBook } from './referral-book.js';

export interface ReferralStep {
  referral: string;
  /** as the sender names the patient */
  patient: PatientId;
  status: ReferralState;
  feedback?: string;
  /** `arrived` */
  visit?: VisitId;
  knownAs?: PatientId;
}

export interface AnswerReferralOptions extends AppendOptions {
  /** how many answers of people stood on the page that this one was given on */
  seen?: number;
}

/**
 * Writes down what this facility says of a referral that came. Throws `conflict` with `params.outcome`
 * `answered-meanwhile` where more was said meanwhile than stood on the page, or this can be said no more.
 */
export function answerReferral(
  facility: Facility,
  { seen, ...saving }: AnswerReferralOptions,
  step: ReferralStep,
): Promise<void> {
  return facility.append(saving, (draft) => {
    draftAnswer(facility, draft, saving.by, step, seen);
  });
}

/** The same within a write that holds more. */
export function draftAnswer(
  facility: Facility,
  draft: Drafting,
  by: StaffId,
  step: ReferralStep,
  seen?: number,
): void {
  const progress = referralBook(facility).receivedProgress(step.referral);
  const { status } = step;
  if (judgeReferralAnswer(progress, { status, ...(seen !== undefined && { seen }) }) !== 'may') {
    throw new FacilityError('conflict', 'The referral has been answered meanwhile.', {
      params: { outcome: 'answered-meanwhile' },
    });
  }
  const signer = facility.staff.find(by)?.name;
  draft.referralReply({ ...step, ...(signer && { signer }) });
}
