import { listensClosely } from '../../records/listen-closely.js';
import type { Facility } from '../facility.js';
import { referralBook } from './referral-book.js';

/** Whether a referral or an answer may come for which minutes count, by what the box has read so far. Needs no disk. */
export function expectsNews(facility: Facility): boolean {
  const book = referralBook(facility);
  const sent = book.openSent().filter(({ id, urgent }) => urgent && book.isUnanswered(id));
  const sentAt = sent.length === 0 ? null : Math.max(...sent.map(({ at }) => Date.parse(at)));
  const expected = { kind: facility.profile().level, sentAt, cameAt: book.cameAt };
  return listensClosely(facility.now(), expected, facility.workflow.listen);
}
