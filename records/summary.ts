import type { Day } from './day.js';
import type { Envelope } from './envelope.js';

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

/**
 * What a day came to, counted once, by the box (law 6). Figures are those of `templates/reports/daily-summary.json` by
 * their keys, with `stock-…` beside them; what is 0 is absent. All are counts, so that days and facilities add up. Of
 * one day the summary with the highest number counts: it is written again when something was added to the day.
 */
export interface SummaryRecord extends Envelope {
  type: 'summary';
  day: Day;
  figures: Record<string, number>;
  /** by what was waited for (`doctor`, `pharmacy`, `stay`): see `WaitHistogram` */
  waits?: Record<string, number[]>;
  stock?: StockSummary;
  /** who is registered from where, told once a week: see `villageCounts` */
  villages?: VillageCount[];
}
