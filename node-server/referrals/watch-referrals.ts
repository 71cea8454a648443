import type { Facility } from '../facility.js';
import { referralBook } from './referral-book.js';

/** Nobody of the staff says it: the box itself. */
const BOX_ITSELF = 'nadi';

export interface WatchReferralsOptions {
  /** told when something about referrals has come: pages that stand open show it */
  onNews: () => void;
  onTrouble: (error: unknown) => void;
}

/**
 * Takes in what comes about referrals, and tells senders that theirs are on this box. Returns the way to stop, which
 * waits for what is under way.
 */
export async function watchReferrals(
  facility: Facility,
  { onNews, onTrouble }: WatchReferralsOptions,
): Promise<() => Promise<void>> {
  let working: Promise<void> = Promise.resolve();
  let waits = false;
  const look = (): void => {
    // Many documents of one exchange are one look.
    if (waits) return;
    waits = true;
    working = working
      .then(async () => {
        waits = false;
        await referralBook(facility).ready();
        await confirmReceipt(facility);
        onNews();
      })
      .catch(onTrouble);
  };
  const feed = facility.databases.inbox.changes({ live: true, since: 'now' });
  void feed.on('change', ({ id }) => {
    if (id.startsWith('referral')) look();
  });
  void feed.on('error', () => undefined);
  look();
  await working;
  return async () => {
    feed.cancel();
    await working;
  };
}

/** Says once of each referral that it has come. Where another box has taken over, that one says so. */
async function confirmReceipt(facility: Facility): Promise<void> {
  if (facility.replacedBy !== null) return;
  const unsaid = (): { id: string; patient: string }[] =>
    referralBook(facility)
      .received()
      .filter(({ id }) => facility.referrals.answersTo(id).length === 0);
  if (unsaid().length === 0) return;
  await facility.append({ by: BOX_ITSELF }, (draft) => {
    for (const { id: referral, patient } of unsaid()) {
      draft.referralReply({ referral, patient, status: 'received' });
    }
  });
}
