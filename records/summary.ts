import type { Day } from './day.js';
import type { Envelope } from './envelope.js';
import type { BoxId } from './ids.js';

/** What is left of an item, as a summary says it. */
export interface ExpiringStock {
  /** code of the drug list */
  item: string;
  /** dispensing units in all batches of that month */
  units: number;
  /** last month of use, `2027-03` */
  expiry: string;
}

/** The store as it stood when the day was over; of a day that was missed nobody knows it any more. */
export interface StockSummary {
  /** items with nothing usable left, of those that were ever kept here */
  out: string[];
  /** what expires soon */
  expiring: ExpiringStock[];
}

/** How many people and households of a village are registered here. */
export interface VillageCount {
  /** as it is mostly written here */
  village: string;
  people: number;
  households: number;
}

/** Referrals that this facility sent to another one: on the day, and open when it was over; 0 is absent. */
export interface SentCount {
  to: BoxId;
  sent?: number;
  /** of a day that was missed nobody knows it any more */
  open?: number;
}

/** What was said here on the day of referrals from another facility; 0 is absent. */
export interface ReceivedCount {
  from: BoxId;
  /** first told as accepted, or as having come */
  accepted?: number;
  returned?: number;
  /** days from the visit at the sender until the patient was seen: see `WaitHistogram` */
  seen?: number[];
}

/** Each end tells what its own ledger says; a pair is told where something happened or stands open. */
export interface ReferralCounts {
  out: SentCount[];
  in: ReceivedCount[];
}

/**
 * What a day came to, counted once, by the box (law 6). Figures are those of `templates/reports/daily-summary.json` by
 * their keys, with `stock-…` beside them; what is 0 is absent. All are counts, so that days and facilities add up. Of
 * one day the summary with the highest number counts: it is written again when something was added to the day.
 */
export interface SummaryRecord extends Envelope {
  type: 'summary';
  day: Day;
  figures: Record<string, number>;
  /** by what was waited for (`doctor`, `pharmacy`, `stay`, `result`, `referral-seen`): see `WaitHistogram` */
  waits?: Record<string, number[]>;
  stock?: StockSummary;
  /** who is registered from where, told once a week: see `villageCounts` */
  villages?: VillageCount[];
  /** by the other facility; absent where there was nothing to tell */
  referrals?: ReferralCounts;
}
