import { addDays } from '../../../records/day.js';
import { isExpired } from '../../../records/batch.js';
import type { Drug } from '../../../records/drug.js';
import type { Language, Translate } from '../../../templates/locale.js';
import type { Facility } from '../../facility.js';

const NEAR_EXPIRY_DAYS = 60;

/** Today's stock of a drug, as the doctor sees it beside its name. */
export interface StockWords {
  tone: 'good' | 'warn' | 'danger';
  text: string;
}

export function stockWords(facility: Facility, drug: Drug, language: Language, t: Translate): StockWords {
  const today = facility.today();
  const batches = facility.stock.batches(drug.code, today);
  const count = batches.reduce((sum, { quantity }) => sum + quantity, 0);
  if (count === 0) return { tone: 'danger', text: t('doctor.stock.nil') };
  const words = facility.reference.doses.units.get(drug.unit)?.[language];
  const text = t('doctor.stock.have', { count, unit: (count === 1 ? words?.one : words?.many) ?? drug.unit });
  const first = batches[0];
  if (first && isExpired(first, addDays(today, NEAR_EXPIRY_DAYS))) {
    const [year, month] = first.expiry.split('-');
    return {
      tone: 'warn',
      text: `${text} · ${t('doctor.stock.expires', { month: `${month}/${year}`, count: first.quantity })}`,
    };
  }
  return { tone: 'good', text };
}
