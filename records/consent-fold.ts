import type { ConsentPurpose, ConsentRecord } from './box.js';
import { byTime } from './by-time.js';
import { isoDate, type Day } from './day.js';
import type { LedgerRecord } from './ledger-record.js';

export interface ConsentView {
  consent: ConsentRecord;
  /** `given` counts today; `refused` was asked and said no; `revoked` and `over` no longer count */
  state: 'given' | 'refused' | 'revoked' | 'over';
  revokedAt: string | null;
}

/** A patient's consents, the latest first, given in any order with the patient's other records. */
export function foldConsents(records: readonly LedgerRecord[], today: Day): ConsentView[] {
  const all = records.filter((record) => record.type === 'consent').sort(byTime);
  const revoked = new Map(all.flatMap(({ revokes, at }) => (revokes === undefined ? [] : [[revokes, at]])));
  return all
    .filter(({ revokes }) => revokes === undefined)
    .map((consent): ConsentView => {
      const revokedAt = revoked.get(consent._id) ?? null;
      const over = consent.until !== undefined && consent.until < isoDate(today);
      const state = revokedAt !== null ? 'revoked' : over ? 'over' : consent.given ? 'given' : 'refused';
      return { consent, state, revokedAt };
    })
    .reverse();
}

/** Whether the latest word on a purpose is a consent that counts today. */
export function hasConsent(consents: readonly ConsentView[], purpose: ConsentPurpose): boolean {
  return consents.find(({ consent }) => consent.purpose === purpose)?.state === 'given';
}
