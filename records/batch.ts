import { addDays, type Day } from './day.js';

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

/** The last day on which a batch is good: the last of its month. */
export function lastGoodDay({ expiry }: { expiry: string }): Day {
  const [year = 0, month = 0] = expiry.split('-').map(Number);
  const next = month === 12 ? `${year + 1}01` : `${year}${String(month + 1).padStart(2, '0')}`;
  return addDays(`${next}01`, -1);
}
