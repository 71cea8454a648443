import type { StockAlert } from '../../../records/stock-alerts.js';
import type { Language } from '../../../templates/locale.js';
import type { Facility } from '../../facility.js';
import { STOCK_LIMITS } from './limits.js';

export interface StockRow {
  code: string;
  name: string;
  /** the name in the other language, for whoever knows the box by it */
  otherName: string;
  unit: string;
  balance: number;
  /** average of 30 days; 0 where nothing was given out */
  monthly: number;
  /** days that the balance lasts; null where nobody can say */
  daysLeft: number | null;
  /** earliest expiry of what may be given */
  expiry: string;
  alerts: ReadonlySet<StockAlert['kind']>;
  /** false for a drug of the list that never came here */
  known: boolean;
}

const MONTH_DAYS = 30;

/** Every item that ever moved here and, after them, the rest of the drug list; in the list's order. */
export function stockRows(facility: Facility, language: Language): StockRow[] {
  const { stock, reference } = facility;
  const today = facility.today();
  const alerts = new Map<string, Set<StockAlert['kind']>>();
  for (const { item, kind } of stock.alerts(today, STOCK_LIMITS)) {
    const kinds = alerts.get(item) ?? new Set();
    alerts.set(item, kinds.add(kind));
  }
  const moved = new Set(stock.items());
  const codes = [...reference.drugs.keys(), ...[...moved].filter((code) => !reference.drugs.has(code))];
  const rows = codes.map((code): StockRow => {
    const drug = reference.drugs.get(code);
    const balance = stock.balance(code, today);
    const monthly = moved.has(code) ? stock.monthlyConsumption(code, today) : 0;
    return {
      code,
      name: drug?.name[language] ?? code,
      otherName: drug?.name[language === 'hi' ? 'en' : 'hi'] ?? '',
      unit: (drug && reference.doses.units.get(drug.unit)?.[language].many) ?? '',
      balance,
      monthly: Math.round(monthly),
      daysLeft: monthly > 0 ? Math.floor((balance / monthly) * MONTH_DAYS) : null,
      expiry: stock.batches(code, today)[0]?.expiry ?? '',
      alerts: alerts.get(code) ?? new Set(),
      known: moved.has(code),
    };
  });
  return rows.sort((a, b) => Number(b.known) - Number(a.known));
}

/** What will be used up within so many days, the most pressing first. What is nil already is no news. */
export function runsOut(rows: StockRow[], days: number): StockRow[] {
  return rows
    .filter(({ daysLeft, balance }) => daysLeft !== null && balance > 0 && daysLeft <= days)
    .sort((a, b) => (a.daysLeft ?? 0) - (b.daysLeft ?? 0));
}
