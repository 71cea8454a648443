import { addDays, type Day } from './day.js';
import { isExpired } from './batch.js';
import type { StockFold } from './stock-fold.js';

export interface StockAlert {
  kind: 'nil' | 'low' | 'near-expiry' | 'expired';
  item: string;
  /** the usable balance for `nil` and `low`, else the batch's */
  quantity: number;
  batch?: string;
  expiry?: string;
  /** `low`: months that the balance lasts */
  monthsLeft?: number;
}

export interface StockLimits {
  /** low: less than so many months' consumption is left */
  monthsLow: number;
  /** near expiry: not usable after so many days */
  daysNearExpiry: number;
}

/** Items that ever moved here and are nil or low, and batches that expire soon or have expired. */
export function listStockAlerts(stock: StockFold, day: Day, limits: StockLimits): StockAlert[] {
  return stock
    .items()
    .sort()
    .flatMap((item) => [
      ...balanceAlerts(stock, item, day, limits.monthsLow),
      ...expiryAlerts(stock, item, day, limits.daysNearExpiry),
    ]);
}

function balanceAlerts(stock: StockFold, item: string, day: Day, monthsLow: number): StockAlert[] {
  const quantity = stock.balance(item, day);
  const month = stock.monthlyConsumption(item, day);
  if (quantity === 0) return [{ kind: 'nil', item, quantity }];
  if (quantity >= month * monthsLow) return [];
  return [{ kind: 'low', item, quantity, monthsLeft: quantity / month }];
}

function expiryAlerts(stock: StockFold, item: string, day: Day, daysNearExpiry: number): StockAlert[] {
  const soon = addDays(day, daysNearExpiry);
  return stock.allBatches(item).flatMap((batch): StockAlert[] => {
    if (batch.quantity <= 0 || !isExpired(batch, soon)) return [];
    return [{ kind: isExpired(batch, day) ? 'expired' : 'near-expiry', item, ...batch }];
  });
}
