import { addDays, daysBetween, type Day } from '../day.js';

/** Of an item that came here later an average of fewer days is taken, but of a few days nobody can tell. */
const LEAST_DAYS = 7;

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
  /** nothing is left: what was asked for since then is not in the consumption */
  nil: boolean;
  /** proposed, whole units; 0 where enough is there */
  order: number;
}

/** What of the stock an indent needs to know. */
export interface IndentStock {
  firstDay(item: string): Day | null;
  balance(item: string, day: Day): number;
  consumption(item: string, from: Day, to: Day): number;
}

/**
 * Average daily consumption over the last days (those since the item first came, at least 7), and what to order so that the stock lasts over lead time, safety and
 * the order's own period (average × days less balance, never below 0).
 */
export function planIndent(stock: IndentStock, item: string, day: Day, rule: IndentRule): IndentLine {
  const { days, leadDays, safetyDays, orderDays } = rule;
  const balance = stock.balance(item, day);
  const consumed = Math.max(0, stock.consumption(item, addDays(day, 1 - days), day));
  const age = daysBetween(stock.firstDay(item) ?? day, day) + 1;
  const perDay = consumed / Math.min(days, Math.max(LEAST_DAYS, age));
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
