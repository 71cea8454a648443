import { addDays, type Day } from '../day.js';
import { isExpired } from '../batch.js';
import type { StockFold } from '../stock-fold.js';
import type { StockSummary } from '../summary.js';

/** The lists are for people: the figures beside them say how many there are in all. */
const MOST_LISTED = 60;

/** Items that were ever kept, that are out, that have a batch which expires soon, or one that has expired. */
export const STOCK_FIGURES = ['stock-kept', 'stock-out', 'stock-expiring', 'stock-expired'] as const;

/**
 * The store at the end of a day: what is out, what expires within so many days, and the figures that add up.
 */
export function summariseStock(
  stock: StockFold,
  day: Day,
  daysNearExpiry: number,
): { figures: Record<(typeof STOCK_FIGURES)[number], number>; stock: StockSummary } {
  const soon = addDays(day, daysNearExpiry);
  const items = stock.items().sort();
  const out = items.filter((item) => stock.balance(item, day) === 0);
  const batches = items.flatMap((item) =>
    stock
      .allBatches(item)
      .filter(({ quantity }) => quantity > 0)
      .map((batch) => ({ item, ...batch })),
  );
  const expired = batches.filter((batch) => isExpired(batch, day));
  const expiring = batches.filter((batch) => !isExpired(batch, day) && isExpired(batch, soon));
  const units = new Map<string, StockSummary['expiring'][number]>();
  for (const { item, expiry, quantity } of expiring) {
    const key = `${expiry} ${item}`;
    units.set(key, { item, expiry, units: (units.get(key)?.units ?? 0) + quantity });
  }
  return {
    figures: {
      'stock-kept': items.length,
      'stock-out': out.length,
      'stock-expiring': distinct(expiring),
      'stock-expired': distinct(expired),
    },
    stock: {
      out: out.slice(0, MOST_LISTED),
      // The first to expire first.
      expiring: [...units]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([, line]) => line)
        .slice(0, MOST_LISTED),
    },
  };
}

function distinct(batches: { item: string }[]): number {
  return new Set(batches.map(({ item }) => item)).size;
}
