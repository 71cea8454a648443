import { addDays, isoDate, startOfDay, type Day } from '../../../records/day.js';
import type { StockSummary } from '../../../records/summary.js';
import { Random } from '../random.js';

/** An item that is out is out for about so many days. */
const SPELL_DAYS = 9;
const DAY_MS = 86_400_000;

export interface DrawnStock {
  figures: Record<string, number>;
  stock: StockSummary;
}

/** A store of which some items are out for days on end, and some expire soon. */
export function drawStock(items: readonly string[], code: string, day: Day, stocked: number): DrawnStock {
  const spell = Math.floor(startOfDay(day) / (SPELL_DAYS * DAY_MS));
  const out = items.filter((item) => Random.of(code, item, String(spell)).chance(1 - stocked));
  const month = isoDate(addDays(day, 60)).slice(0, 7);
  const expiring = items.flatMap((item) => {
    const random = Random.of(code, item, month);
    const soon = random.chance(0.05) && !out.includes(item);
    return soon ? [{ item, units: random.between(3, 60) * 10, expiry: month }] : [];
  });
  return {
    figures: { 'stock-kept': items.length, 'stock-out': out.length, 'stock-expiring': expiring.length },
    stock: { out, expiring },
  };
}
