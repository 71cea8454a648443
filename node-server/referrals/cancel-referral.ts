import type { ReferralRecord } from '../../records/care.js';
import { FacilityError } from '../../records/facility-error.js';
import { visitOf } from '../../records/ids.js';
import { judgeReferralCancel } from '../../records/referral-steps.js';
import type { Facility } from '../facility.js';
import type { AppendOptions } from '../store/ledger.js';
import { referralBook } from './referral-book.js';

export interface CancelReason {
  /** code of the list of reasons */
  reason: string;
  note?: string;
}

export interface CancelReferralOptions extends Omit<AppendOptions, 'visits'> {
  /** how many words of people stood on the page that it was cancelled on */
  seen?: number;
}

/**
 * Takes back a referral that was sent from here. Throws `conflict` with `params.outcome` `answered-meanwhile` where
 * more was said meanwhile than stood on the page, or the patient has come; `bad-input` where the list has no such reason.
 */
export function cancelReferral(
  facility: Facility,
  { seen, ...saving }: CancelReferralOptions,
  { _id: referral, patient, to }: Pick<ReferralRecord, '_id' | 'patient' | 'to'>,
  { reason, note }: CancelReason,
): Promise<void> {
  const visit = visitOf(referral);
  const listed = facility.reference.cancelReasons.get(reason);
  if (!listed) {
    const fields = [{ field: 'reason', code: 'unknownChoice' }];
    return Promise.reject(new FacilityError('bad-input', 'There is no such reason.', { fields }));
  }
  return facility.append({ ...saving, visits: [visit] }, (draft) => {
    const progress = referralBook(facility).sentProgress(referral);
    if (to === undefined || !progress || judgeReferralCancel(progress, seen) !== 'may') {
      throw new FacilityError('conflict', 'The referral has been answered meanwhile.', {
        params: { outcome: 'answered-meanwhile' },
      });
    }
    const signer = facility.staff.find(saving.by)?.name;
    draft.part(visit, 'referral-cancel', {
      ...{ patient, referral, to, reason, reasonName: listed.name },
      ...(note !== undefined && { note }),
      ...(signer && { signer }),
    });
  });
}
