import { addDays, startOfDay, type Day } from '../day.js';

export interface IndentRule {
  /** consumption is averaged over the last so many days */
  days: number;
  /** days from the indent to the delivery */
  leadDays: number;
  /** days that the stock should last when the delivery is late */
  safetyDays: number;
  /** days of consumption that one indent is for */
  orderDays: number;
}

export interface IndentLine {
  item: string;
  balance: number;
  /** units in all of the days */
  consumed: number;
  perDay: number;
  /** days that the balance lasts; null where nothing is consumed */
  lastsDays: number | null;
  /** days on which nothing was left are not known here: consumption of an item that is nil may be too low */
  nil: boolean;
  /** proposed, whole units; 0 where enough is there */
  order: number;
}

/** What of the stock an indent needs to know. */
export interface IndentStock {
  balance(item: string, day: Day): number;
  consumption(item: string, from: Day, to: Day): number;
}

/**
 * Average daily consumption over the last days, and what to order so that the stock lasts over lead time, safety and
 * the order's own period (average × days less balance, never below 0).
 */
export function planIndent(stock: IndentStock, item: string, day: Day, rule: IndentRule): IndentLine {
  const { days, leadDays, safetyDays, orderDays } = rule;
  const balance = stock.balance(item, day);
  const consumed = Math.max(0, stock.consumption(item, addDays(day, 1 - days), day));
  const perDay = consumed / days;
  const target = perDay * (leadDays + safetyDays + orderDays);
  return {
    item,
    balance,
    consumed,
    perDay,
    lastsDays: perDay > 0 ? Math.floor(balance / perDay) : null,
    nil: balance === 0,
    order: Math.max(0, Math.ceil(target - balance)),
  };
}

/** Days from the first to the last, both counted. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((startOfDay(to) - startOfDay(from)) / 86_400_000) + 1;
}
