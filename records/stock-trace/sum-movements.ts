import type { TracedMovement } from './trace-stock.js';

/** Units by what was done with them; what left is counted up, an adjustment keeps its sign. */
export interface MovementSums {
  /** the opening entry of a new store counts here */
  received: number;
  dispensed: number;
  /** brought back by patients */
  returned: number;
  /** to the district's store */
  sentBack: number;
  adjusted: number;
  expired: number;
}

/** Closing balance = opening + received - dispensed + returned - sentBack + adjusted - expired. */
export function sumMovements(movements: readonly TracedMovement[]): MovementSums {
  const sums = { received: 0, dispensed: 0, returned: 0, sentBack: 0, adjusted: 0, expired: 0 };
  for (const { kind, change, dispense } of movements) {
    if (kind === 'opening' || kind === 'receive') sums.received += change;
    else if (kind === 'dispense') sums.dispensed -= change;
    else if (kind === 'expire') sums.expired -= change;
    else if (kind === 'adjust') sums.adjusted += change;
    else if (dispense === undefined) sums.sentBack -= change;
    else sums.returned += change;
  }
  return sums;
}
