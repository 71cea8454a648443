import { isExpired, type Batch } from './batch.js';
import { addDays, dayOf, daysBetween, type Day } from './day.js';
import { FacilityError } from './facility-error.js';
import type { LedgerRecord } from './ledger-record.js';
import { listStockAlerts, type StockAlert, type StockLimits } from './stock-alerts.js';
import type { StockMovement } from './supply.js';

/** Days of consumption kept, from the item's latest: a year's report and a month to spare. */
const CONSUMPTION_DAYS = 400;
/** Average monthly consumption looks back so far (three months). */
const AVERAGE_DAYS = 90;
const MONTH_DAYS = 30;

export interface Allocation {
  /** earliest expiry first */
  lines: Batch[];
  /** what no usable batch can give */
  short: number;
}

/** What of a movement decides whether it may be written. */
export type Movement = Pick<StockMovement, 'item' | 'batch' | 'expiry' | 'change' | 'kind'>;

interface ItemStock {
  /** by batch and expiry; a batch whose sum is 0 is not kept */
  batches: Map<string, Batch>;
  /** dispensed less returned by patients, by day */
  consumed: Map<Day, number>;
  /** day of the first movement */
  first: Day;
}

const FORMAT = 1;

interface Snapshot {
  format: typeof FORMAT;
  items: [item: string, first: Day, batches: Batch[], consumed: [Day, number][]][];
}

/** Stock by item and batch, folded from movements. A balance is their sum. */
export class StockFold {
  readonly #items = new Map<string, ItemStock>();

  apply(record: LedgerRecord): void {
    if (record.type !== 'stock') return;
    const day = dayOf(record.at);
    const item = this.#items.get(record.item) ?? {
      batches: new Map<string, Batch>(),
      consumed: new Map<Day, number>(),
      first: day,
    };
    this.#items.set(record.item, item);

    const key = batchKey(record);
    const quantity = (item.batches.get(key)?.quantity ?? 0) + record.change;
    if (quantity === 0) item.batches.delete(key);
    else item.batches.set(key, { batch: record.batch, expiry: record.expiry, quantity });

    if (isConsumption(record)) {
      if (!item.consumed.has(day)) forgetBefore(addDays(day, -CONSUMPTION_DAYS), item.consumed);
      item.consumed.set(day, (item.consumed.get(day) ?? 0) - record.change);
    }
  }

  /** Every item that ever moved here. */
  items(): string[] {
    return [...this.#items.keys()];
  }

  /** Day of an item's first movement here; null where it never moved. */
  firstDay(item: string): Day | null {
    return this.#items.get(item)?.first ?? null;
  }

  /** What may be given on a day: batches that have not expired. */
  balance(item: string, day: Day): number {
    return this.batches(item, day).reduce((sum, { quantity }) => sum + quantity, 0);
  }

  /** Usable batches, earliest expiry first. */
  batches(item: string, day: Day): Batch[] {
    return this.allBatches(item).filter((batch) => batch.quantity > 0 && !isExpired(batch, day));
  }

  /** Every batch that has stock, expired ones too, earliest expiry first. */
  allBatches(item: string): Batch[] {
    const batches = [...(this.#items.get(item)?.batches.values() ?? [])];
    return batches.sort((a, b) => compare(a.expiry, b.expiry) || compare(a.batch, b.batch));
  }

  /** Shares a quantity among the usable batches, earliest expiry first (FEFO). */
  allocate(item: string, quantity: number, day: Day): Allocation {
    const lines: Batch[] = [];
    let short = quantity;
    for (const batch of this.batches(item, day)) {
      if (short <= 0) break;
      const taken = Math.min(batch.quantity, short);
      lines.push({ ...batch, quantity: taken });
      short -= taken;
    }
    return { lines, short: Math.max(0, short) };
  }

  /**
   * Throws where the movements, together and in this order, may not be written on a day: `stock-short` where a
   * batch would fall below zero or would be dispensed after its expiry, `bad-input` where a change is no whole
   * number or is 0.
   */
  checkMovements(movements: readonly Movement[], day: Day): void {
    const balances = new Map<string, number>();
    for (const movement of movements) {
      const { item, batch, expiry, change, kind } = movement;
      if (!Number.isSafeInteger(change) || change === 0) {
        throw new FacilityError('bad-input', 'A stock movement is a whole number of units, not 0.', {
          fields: [{ field: 'quantity', code: 'whole-number' }],
        });
      }
      const key = `${item}\n${batchKey(movement)}`;
      const stock = this.#items.get(item)?.batches.get(batchKey(movement))?.quantity ?? 0;
      const before = balances.get(key) ?? stock;
      const available = kind === 'dispense' && isExpired(movement, day) ? 0 : Math.max(0, before);
      if (change < 0 && available + change < 0) {
        throw new FacilityError('stock-short', `Batch ${batch} of ${item} has ${available} to give.`, {
          params: { item, batch, expiry, available, wanted: -change },
          hint: 'hints.otherBatch',
        });
      }
      balances.set(key, before + change);
    }
  }

  checkMovement(movement: Movement, day: Day): void {
    this.checkMovements([movement], day);
  }

  /**
   * Units dispensed less those that patients returned, both days included. Days that lie more than 400 days
   * before the item's latest are no longer known.
   */
  consumption(item: string, fromDay: Day, toDay: Day): number {
    let sum = 0;
    for (const [day, quantity] of this.#items.get(item)?.consumed ?? []) {
      if (day >= fromDay && day <= toDay) sum += quantity;
    }
    return sum;
  }

  /**
   * Average consumption of 30 days, over the last 90; over fewer (at least 30) where the item is newer here.
   */
  monthlyConsumption(item: string, day: Day): number {
    const first = this.#items.get(item)?.first ?? day;
    const age = daysBetween(first, day) + 1;
    const days = Math.min(AVERAGE_DAYS, Math.max(MONTH_DAYS, age));
    return (this.consumption(item, addDays(day, 1 - days), day) / days) * MONTH_DAYS;
  }

  alerts(day: Day, limits: StockLimits): StockAlert[] {
    return listStockAlerts(this, day, limits);
  }

  snapshot(): unknown {
    const items = [...this.#items].map(([item, { first, batches, consumed }]): Snapshot['items'][number] => [
      item,
      first,
      [...batches.values()],
      [...consumed],
    ]);
    return { format: FORMAT, items } satisfies Snapshot;
  }

  /** Throws `store-damaged` where this is no snapshot of this version: the records must be folded again. */
  static restore(json: unknown): StockFold {
    const snapshot = json as Partial<Snapshot> | null;
    if (snapshot?.format !== FORMAT || !Array.isArray(snapshot.items)) {
      throw new FacilityError('store-damaged', 'The snapshot of the stock cannot be read.');
    }
    const fold = new StockFold();
    for (const [item, first, batches, consumed] of snapshot.items) {
      fold.#items.set(item, {
        first,
        batches: new Map(batches.map((batch) => [batchKey(batch), { ...batch }])),
        consumed: new Map(consumed),
      });
    }
    return fold;
  }
}

/** One batch number with two expiry dates is two batches: one was typed wrongly, and neither may be lost. */
function batchKey({ batch, expiry }: { batch: string; expiry: string }): string {
  return `${expiry} ${batch}`;
}

/** What went to patients; a return without a dispensing goes back to the district's store. */
function isConsumption({ kind, dispense }: StockMovement): boolean {
  return kind === 'dispense' || (kind === 'return' && dispense !== undefined);
}

function forgetBefore(oldest: Day, consumed: Map<Day, number>): void {
  // days were added in their order
  for (const day of consumed.keys()) {
    if (day >= oldest) return;
    consumed.delete(day);
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
