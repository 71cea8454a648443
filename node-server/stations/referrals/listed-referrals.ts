import type { PatientId } from '../../../records/ids.js';
import type { ListedReferral, ReferralPick } from '../../../records/referral-list.js';
import type { SentReferral } from '../../../records/referral-fold.js';
import type { ReceivedReferral, ReferralBook } from '../../referrals/referral-book.js';

export interface BookReferral extends ListedReferral {
  patient: PatientId;
  /** that came: of which facility */
  from?: ReceivedReferral['from'];
}

const OF_OPEN: readonly ReferralPick[] = ['open', 'unanswered', 'accepted', 'arrived', 'undelivered'];

/** What a book holds for a list: of years of referrals few are open, and only the others' list reads them all. */
export function listedReferrals(book: ReferralBook, pick: ReferralPick): BookReferral[] {
  const news = new Set([...book.newlyAnswered(), ...book.newlyCancelled()].map(({ id }) => id));
  const isOfOpen = OF_OPEN.includes(pick);
  const came = isOfOpen
    ? [...new Set([...book.openReceived(), ...book.newlyCancelled(), ...book.withNewResults()])]
    : book.received();
  const sent = isOfOpen ? [...new Set([...book.openSent(), ...book.newlyAnswered()])] : book.sent();
  return [
    ...came.map((one) => ofReceived(book, one, news.has(one.id))),
    ...sent.flatMap((one) => ofSent(book, one, news.has(one.id))),
  ];
}

function ofReceived(
  book: ReferralBook,
  { id, at, urgent, patient, from }: ReceivedReferral,
  news: boolean,
): BookReferral {
  const { state, open, steps } = book.receivedProgress(id);
  const results = book.newResults(id);
  const lastAt = results?.at ?? steps.at(-1)?.at ?? at;
  return { id, way: 'in', at, lastAt, urgent, state, open, news: news || results !== null, patient, from };
}

function ofSent(
  book: ReferralBook,
  { id, at, urgent, patient }: SentReferral,
  news: boolean,
): BookReferral[] {
  const progress = book.sentProgress(id);
  if (!progress) return [];
  const { state, open, steps } = progress;
  const lastAt = steps.at(-1)?.at ?? at;
  return [{ id, way: 'out', at, lastAt, urgent: urgent === true, state, open, news, patient }];
}
