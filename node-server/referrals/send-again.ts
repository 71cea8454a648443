import type { ReferralRecord } from '../../records/care.js';
import { FacilityError } from '../../records/facility-error.js';
import { visitOf } from '../../records/ids.js';
import type { SentState } from '../../records/referral-steps.js';
import type { Facility } from '../facility.js';
import type { AppendOptions } from '../store/ledger.js';
import { referralBook } from './referral-book.js';

/** What another referral may stand in place of. */
export function maySendAgain(state: SentState | undefined): boolean {
  return state === 'undelivered' || state === 'returned' || state === 'cancelled';
}

export type NextReferral = Pick<ReferralRecord, 'to' | 'facility' | 'reason' | 'urgent' | 'summary'>;

/**
 * Sends a patient elsewhere whose referral reached nobody, was returned or taken back: a new referral of the same visit that
 * stands in the first one's place. Gives its id. Throws `conflict` with `params.outcome` `superseded-meanwhile`.
 */
export function sendAgain(
  facility: Facility,
  saving: Omit<AppendOptions, 'visits'>,
  before: ReferralRecord,
  next: NextReferral,
): Promise<string> {
  const visit = visitOf(before._id);
  return facility.append({ ...saving, visits: [visit] }, (draft) => {
    const state = referralBook(facility).sentProgress(before._id)?.state;
    if (!maySendAgain(state)) {
      throw new FacilityError('conflict', 'Another referral stands in its place.', {
        params: { outcome: 'superseded-meanwhile' },
      });
    }
    const doctor = facility.staff.find(saving.by)?.name;
    const summary = next.summary && { ...next.summary, ...(doctor && { doctor }) };
    const { patient } = before;
    return draft.part(visit, 'referral', {
      ...{ patient, ...next, supersedes: before._id },
      ...(summary && { summary }),
    })._id;
  });
}
