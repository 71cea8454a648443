import type { Envelope } from './envelope.js';

export type MovementKind = 'opening' | 'receive' | 'dispense' | 'return' | 'adjust' | 'expire';

/** One change of one batch's stock. A balance is a sum of these, never a stored number. */
export interface StockMovement extends Envelope {
  type: 'stock';
  /** code of the drug list */
  item: string;
  batch: string;
  /** last month of use, `2027-03`; the batch is good to that month's last day */
  expiry: string;
  /** dispensing units, negative for what leaves */
  change: number;
  kind: MovementKind;
  reason?: string;
  /** voucher or supplier of a receipt */
  source?: string;
  /** the dispense record, for `dispense` and a patient's `return` */
  dispense?: string;
}

/** What a movement is called: what patients bring back comes in, what goes back to the district's store leaves. */
export function movementName({
  kind,
  dispense,
}: Pick<StockMovement, 'kind' | 'dispense'>): MovementKind | 'return-up' {
  return kind === 'return' && dispense === undefined ? 'return-up' : kind;
}
