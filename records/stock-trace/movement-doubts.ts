import { isExpired } from '../batch.js';
import { byTime } from '../by-time.js';
import { dayOf } from '../day.js';
import type { StaffRecord } from '../people.js';
import { STOCK_KEEPERS } from '../stock-keepers.js';
import type { StockMovement } from '../supply.js';
import { batchKey } from './evidence.js';
import type { DoubtKind, DoubtLimits, StockDoubt } from './stock-doubt.js';
import type { TracedMovement, TracedStock } from './trace-stock.js';

/** What does not add up in the movements by themselves. */
export function* movementDoubts({ evidence, items }: TracedStock, limits: DoubtLimits): Iterable<StockDoubt> {
  const mayKeep = keepersOf(evidence.staff);
  const returned = returnsOf(evidence.movements);
  for (const { item, movements } of items) {
    for (const one of movements) {
      const doubt = (kind: DoubtKind, expected: number, found: number): StockDoubt => ({
        ...{ kind, at: one.at, by: one.by, item, batch: one.batch, record: one.record },
        ...(one.visit !== undefined && { visit: one.visit }),
        ...{ expected, found },
      });
      const units = Math.abs(one.change);
      if (one.kind === 'dispense' && isExpired(one, dayOf(one.at))) yield doubt('expired-given', 0, units);
      if (one.change < 0 && one.batchAfter < 0) yield doubt('below-zero', 0, one.batchAfter);
      if (needsReason(one) && !one.reason?.trim()) yield doubt('no-reason', 0, units);
      if (one.kind === 'adjust' && isLarge(one, limits))
        yield doubt('large-adjustment', one.before, one.batchAfter);
      const returns = returned.get(one.record);
      if (returns && returns.sum > returns.given)
        yield doubt('returned-too-much', returns.given, returns.sum);
      if (!mayKeep(one)) yield doubt('not-a-keeper', 0, units);
    }
  }
}

/** Of what came, the voucher says why; of what was given, the dispensing. */
function needsReason({ kind }: TracedMovement): boolean {
  return kind === 'adjust' || kind === 'return' || kind === 'expire';
}

function isLarge({ change, before }: TracedMovement, { adjustShare, adjustUnits }: DoubtLimits): boolean {
  const units = Math.abs(change);
  return units >= adjustUnits && units > adjustShare * Math.max(0, before);
}

/** Whether who wrote a movement kept the store when it was written. */
function keepersOf(staff: readonly StaffRecord[]): (movement: TracedMovement) => boolean {
  const states = new Map<string, StaffRecord[]>();
  for (const record of [...staff].sort(byTime))
    states.set(record.staff, [...(states.get(record.staff) ?? []), record]);
  return ({ by, at }) => {
    const state = states.get(by)?.findLast((record) => record.at <= at);
    return state?.active === true && state.roles.some((role) => STOCK_KEEPERS.includes(role));
  };
}

/** By return of a patient: units of the batch that its dispensing gave, and what had come back with this one. */
function returnsOf(movements: readonly StockMovement[]): Map<string, { given: number; sum: number }> {
  const standing = new Map<string, { given: number; sum: number }>();
  const returns = new Map<string, { given: number; sum: number }>();
  for (const movement of [...movements].sort(byTime)) {
    if (movement.dispense === undefined) continue;
    const key = `${movement.dispense}\n${batchKey(movement)}`;
    const { given, sum } = standing.get(key) ?? { given: 0, sum: 0 };
    const after =
      movement.kind === 'return'
        ? { given, sum: sum + movement.change }
        : { given: given - movement.change, sum };
    standing.set(key, after);
    if (movement.kind === 'return') returns.set(movement._id, after);
  }
  return returns;
}
