import type { ReferralRecord } from '../../../records/care.js';
import { visitOf } from '../../../records/ids.js';
import { foldVisit } from '../../../records/visit-fold.js';
import type { Language } from '../../../templates/locale.js';
import type { Facility } from '../../facility.js';
import { referralBook } from '../../referrals/referral-book.js';
import { travelWords } from '../travel-words.js';
import type { LaterResults } from './told-test-words.js';

/** Of a referral that came: what its sender's lab found later, and which of it nobody here has read. */
export async function laterResults(facility: Facility, id: string): Promise<LaterResults[]> {
  const book = referralBook(facility);
  const unread = book.newResults(id)?.records ?? [];
  const later = await book.readResults(id);
  return later.map((one) => ({ ...one, isNew: unread.includes(one.record) }));
}

/** Of one that was sent from here: what was told after it, and how far it is on its way. */
export async function sentResults(
  facility: Facility,
  { _id }: ReferralRecord,
  language: Language,
): Promise<LaterResults[]> {
  const { referralResults } = foldVisit(await facility.loadVisit(visitOf(_id)));
  return referralResults
    .filter(({ referral }) => referral === _id)
    .map((record) => ({ ...record, travel: travelWords(facility, record, language) }));
}
