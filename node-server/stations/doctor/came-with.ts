import { dayOf, type Day } from '../../../records/day.js';
import type { SentState } from '../../../records/referral-steps.js';
import type { VisitView } from '../../../records/visit-fold.js';
import type { Language, Translate } from '../../../templates/locale.js';
import type { Facility } from '../../facility.js';
import { referralBook } from '../../referrals/referral-book.js';
import { nameByCode } from '../referrals/facility-picks.js';
import { laterResults } from '../referrals/later-results.js';
import { referralPath } from '../referrals/find-referral.js';
import { summaryWords, type SummaryWords } from '../referrals/summary-words.js';

/** The referral with which a patient came, and what its sender measured and prescribed. */
export interface CameWith {
  path: string;
  from: string;
  day: Day;
  urgent: boolean;
  state: SentState;
  told: Pick<SummaryWords, 'vitals' | 'medicines' | 'tests'> | null;
}

/** Null where the patient came by himself. Throws `store-damaged`, `store-failed`. */
export async function cameWith(
  facility: Facility,
  { id }: VisitView,
  language: Language,
  t: Translate,
): Promise<CameWith | null> {
  const named = facility.referrals.broughtBy(id);
  if (named === undefined) return null;
  const book = referralBook(facility);
  const referral = (await book.read([named])).get(named);
  if (!referral) return null;
  const { from, at, urgent = false, summary } = referral;
  return {
    path: referralPath(named),
    from: nameByCode(facility, from.code, language, from.name?.[language] ?? from.code),
    day: dayOf(at),
    urgent,
    state: book.receivedProgress(named).state,
    told: summary
      ? summaryWords(facility, summary, at, language, t, await laterResults(facility, named))
      : null,
  };
}
