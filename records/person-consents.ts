import type { ConsentRecord } from './box.js';
import { foldConsents, type ConsentView } from './consent-fold.js';
import type { Day } from './day.js';
import { patientOf, type PatientId } from './ids.js';
import type { LedgerRecord } from './ledger-record.js';
import type { PersonLinks } from './person-links.js';

/** What decides which ids are, or were, one person. */
export type Ties = Pick<PersonLinks, 'idsOf' | 'wereOne'>;

/**
 * A person's consents under all ids that are theirs today, the latest first. A yes under another id counts as long as
 * the two are one. A no, and a revoke, ends what was said before it under any of the ids; it does so too where it was
 * said under an id that was the person's at that moment and no longer is: whoever said it may have been this one.
 *
 * @param records of all ids that ever were the person's: see `PersonLinks.everWith`
 */
export function foldPersonConsents(
  records: readonly LedgerRecord[],
  { patient, links, today }: { patient: PatientId; links: Ties; today: Day },
): ConsentView[] {
  const ids = links.idsOf(patient);
  const isTheirs = ({ _id }: { _id: string }): boolean => ids.includes(patientOf(_id));
  const wasTheirs = ({ _id, at }: ConsentRecord): boolean =>
    ids.some((id) => links.wereOne(id, patientOf(_id), at));
  const nos = records.filter(
    (record): record is ConsentRecord =>
      record.type === 'consent' && !record.given && (isTheirs(record) || wasTheirs(record)),
  );
  return foldConsents(records.filter(isTheirs), today).map((view): ConsentView => {
    const { consent, state } = view;
    const own = patientOf(consent._id);
    const ending = nos.find(
      (no) => patientOf(no._id) !== own && no.purpose === consent.purpose && no.at >= consent.at,
    );
    if (state !== 'given' || !ending) return view;
    return { consent, state: 'revoked', revokedAt: ending.at };
  });
}
