import type { StockLimits } from '../../../records/stock-alerts.js';

/** Low below one month's consumption; near expiry within three months, as the state's drug stores colour them. */
export const STOCK_LIMITS: StockLimits = { monthsLow: 1, daysNearExpiry: 90 };

/** What may come in one line of a voucher, in dispensing units. */
export const MOST_RECEIVED = 200_000;
/** From here on a typing slip is likely, unless the item's consumption says otherwise. */
export const MUCH_RECEIVED = 20_000;
/** Months of consumption that nobody is sent at once. */
export const MUCH_MONTHS = 24;
/** Years ahead that no medicine keeps. */
export const LONGEST_YEARS = 6;
