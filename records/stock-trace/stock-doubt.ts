import type { StaffId, VisitId } from '../ids.js';

/** What in a store's books does not add up. The most serious first: so they are listed. */
export const DOUBT_KINDS = [
  'no-prescription',
  'more-than-prescribed',
  'expired-given',
  'no-dispense-record',
  'no-movement',
  'quantity-differs',
  'returned-too-much',
  'below-zero',
  'not-a-keeper',
  'no-reason',
  'large-adjustment',
] as const;
export type DoubtKind = (typeof DOUBT_KINDS)[number];

/** Names a record to look at, never a patient. */
export interface StockDoubt {
  kind: DoubtKind;
  at: string;
  by: StaffId;
  item: string;
  batch?: string;
  /** the stock movement or the dispensing in doubt */
  record: string;
  visit?: VisitId;
  /** units: what the other side of the books says, or allows */
  expected: number;
  /** units: what this side says */
  found: number;
  /** the visit came as an emergency, where treatment goes before writing */
  explained?: 'emergency';
}

/** From where on an adjustment is asked about: more than a share of what stood there, and not just a few units. */
export interface DoubtLimits {
  /** share of the batch's balance, 0 to 1 */
  adjustShare: number;
  /** fewer units than these are not asked about */
  adjustUnits: number;
}
