import { hasConsent } from '../../records/consent-fold.js';
import type { PatientId, VisitId } from '../../records/ids.js';
import { restrictionsOn } from '../../records/restriction-fold.js';
import { untoldResults } from '../../records/told-results.js';
import { foldVisit } from '../../records/visit-fold.js';
import type { Facility } from '../facility.js';
import { restrictionsOfPerson } from '../one-person.js';
import { personConsents } from '../person-consents.js';
import type { Drafting } from '../store/drafting.js';
import { referralBook } from './referral-book.js';

/** Within a write: whoever was told of the visit is told of its results. */
export type TellResults = (draft: Drafting, visit: VisitId) => void;

/**
 * Gives what tells the receivers of a visit's referrals all results that they have not been told, in the write in which
 * these come to stand. Of what a law protects nothing is told without the patient's consent.
 */
export async function tellResults(facility: Facility, patient: PatientId): Promise<TellResults> {
  const [consents] = await Promise.all([personConsents(facility, patient), referralBook(facility).ready()]);
  const mayShare = hasConsent(consents, 'share');
  return (draft, visit) => {
    const restrictions = restrictionsOn(restrictionsOfPerson(facility, patient), visit);
    if (restrictions.length > 0 && !mayShare) return;
    const view = foldVisit(draft.recordsOf(visit));
    for (const { _id: referral, to } of view.referrals) {
      if (to === undefined || !concerns(facility, referral)) continue;
      const untold = untoldResults(view, referral, {
        ...{ mayShare, test: (code) => facility.reference.labTests.get(code) },
      });
      if (untold) draft.part(visit, 'referral-results', { patient, referral, to, ...untold });
    }
  };
}

/** Whoever sent the patient back, or in whose place another stands, has no more to do with what is found. */
function concerns(facility: Facility, referral: string): boolean {
  if (facility.referrals.isSuperseded(referral)) return false;
  const state = referralBook(facility).sentProgress(referral)?.state;
  return state !== 'returned' && state !== 'cancelled' && state !== 'undelivered';
}
