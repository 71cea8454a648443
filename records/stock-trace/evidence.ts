import { byTime } from '../by-time.js';
import type { DispenseRecord, PrescriptionRecord, VisitRecord } from '../care.js';
import { dayOf } from '../day.js';
import type { LedgerRecord } from '../ledger-record.js';
import type { StaffRecord } from '../people.js';
import type { ReportPeriod } from '../reports/report-period.js';
import type { StockMovement } from '../supply.js';

/** What a ledger holds about a period of a store. */
export interface StockEvidence {
  /** units at the start of the period, by `batchKey` */
  opening: ReadonlyMap<string, number>;
  /** of the period, and older ones that belong to a dispensing of which something came back within it */
  movements: readonly StockMovement[];
  /** every one of the visits concerned, whenever it was written, as of the two below */
  dispenses: readonly DispenseRecord[];
  prescriptions: readonly PrescriptionRecord[];
  visits: readonly VisitRecord[];
  /** all of the box: who might do what, and when */
  staff: readonly StaffRecord[];
}

export type BatchOfItem = Pick<StockMovement, 'item' | 'batch' | 'expiry'>;

/** One batch number with two expiry dates is two batches, as `StockFold` has it. */
export function batchKey({ item, batch, expiry }: BatchOfItem): string {
  return `${item}\n${expiry}\n${batch}`;
}

export function itemOfKey(key: string): string {
  return key.slice(0, key.indexOf('\n'));
}

export function isWithin({ at }: { at: string }, { from, to }: ReportPeriod): boolean {
  const day = dayOf(at);
  return day >= from && day <= to;
}

/** The store's balances with so many movements taken away again: how it stood before them. */
export function balancesBefore(
  standing: ReadonlyMap<string, number>,
  movements: readonly StockMovement[],
): Map<string, number> {
  const before = new Map(standing);
  for (const movement of movements) {
    const key = batchKey(movement);
    before.set(key, (before.get(key) ?? 0) - movement.change);
  }
  return before;
}

/** The evidence that a whole ledger gives. */
export function evidenceOf(records: readonly LedgerRecord[], { from }: ReportPeriod): StockEvidence {
  const sorted = [...records].sort(byTime);
  const movements = sorted.filter((record) => record.type === 'stock');
  const opening = new Map<string, number>();
  for (const movement of movements) {
    if (dayOf(movement.at) >= from) continue;
    const key = batchKey(movement);
    opening.set(key, (opening.get(key) ?? 0) + movement.change);
  }
  return {
    ...{ opening, movements },
    dispenses: sorted.filter((record) => record.type === 'dispense'),
    prescriptions: sorted.filter((record) => record.type === 'prescription'),
    visits: sorted.filter((record) => record.type === 'visit'),
    staff: sorted.filter((record) => record.type === 'staff'),
  };
}
