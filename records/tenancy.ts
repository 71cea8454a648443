import { isoDate, type Day } from './day.js';
import { patientOf, type PatientId } from './ids.js';
import type { LedgerRecord, RecordType } from './ledger-record.js';
import { foldPersonConsents, type Ties } from './person-consents.js';
import type { SummaryRecord } from './summary.js';

/**
 * How a kind of record may leave a private hospital, which is a house of its own at the centre: as counts; because it
 * is written to somebody, or tells a patient's home who looked; as far as the patient agreed that the record be shared.
 * What is not named here never does, but that a patient withdraws a history, or that something of it is restricted, which
 * those hear who fetched it (`records/history/history-word.ts`).
 */
export type Outflow = 'counts' | 'addressed' | 'consented';

const OUTFLOW: Partial<Record<RecordType, Outflow>> = {
  summary: 'counts',
  referral: 'addressed',
  'referral-cancel': 'addressed',
  'referral-reply': 'addressed',
  'referral-results': 'addressed',
  access: 'addressed',
  patient: 'consented',
  'patient-amendment': 'consented',
  consent: 'consented',
  visit: 'consented',
};

/** Null: stays in the house. */
export function outflowOf(type: RecordType): Outflow | null {
  return OUTFLOW[type] ?? null;
}

/** A private facility is a tenant. One of which only the tenant's name is known is one too. */
export function isPrivate(facility: { ownership?: string; tenant?: string } | null): boolean {
  return facility?.ownership === 'private' || facility?.tenant !== undefined;
}

/** That a patient's record is shared, and by what word of theirs. */
export interface Share {
  /** id of the consent */
  consent: string;
  /** last day on which it counts, `2027-11-21` */
  until?: string;
}

/** What a patient's latest word on sharing comes to, whatever day it is. */
export interface SharingWord {
  /** somebody was once told yes: there may be something to take back */
  everGiven: boolean;
  /** null: refused, revoked, or never asked */
  share: Share | null;
}

/** A day before all consents: none is over on it. */
const BEFORE_ALL: Day = '00000000';

/**
 * A yes shares what stands under the id under which it was said; a no ends it under all ids of the person.
 * @param records as the private house holds them, under all ids that ever were that person's
 */
export function sharingWord(
  records: readonly LedgerRecord[],
  { patient, links }: { patient: PatientId; links: Ties },
): SharingWord {
  const all = foldPersonConsents(records, { patient, links, today: BEFORE_ALL });
  const words = all.filter(
    ({ consent }) => consent.purpose === 'share' && patientOf(consent._id) === patient,
  );
  const [latest] = words;
  const share: Share | null =
    latest?.state === 'given'
      ? {
          consent: latest.consent._id,
          ...(latest.consent.until === undefined ? {} : { until: latest.consent.until }),
        }
      : null;
  return { everGiven: words.some(({ consent }) => consent.given), share };
}

/** Whether a share counts on a day. */
export function isShared(share: Share | undefined, today: Day): boolean {
  return share !== undefined && (share.until === undefined || share.until >= isoDate(today));
}

/** Of a private hospital's day the state sees counts; what its store holds, and who lives where, is its own. */
export function countsOnly(summary: SummaryRecord): SummaryRecord {
  const { stock: _stock, villages: _villages, ...counts } = summary;
  return counts;
}
