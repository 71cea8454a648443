import type { Day } from './day.js';

export interface Batch {
  batch: string;
  /** last month of use: `2027-03` */
  expiry: string;
  quantity: number;
}

/** A batch is good to the last day of its month. */
export function isExpired({ expiry }: { expiry: string }, day: Day): boolean {
  return day.slice(0, 6) > expiry.slice(0, 7).replace('-', '');
}
