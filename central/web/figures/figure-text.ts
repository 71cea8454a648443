import { indianNumber } from '../../../records/indian-number.js';
import type { Kpi } from '../../../records/summary/kpi.js';
import type { Translate } from '../../../templates/locale.js';

/** Where there was nothing to count, or nobody knows. */
export const NOTHING = '–';

/** A count, with Indian grouping. */
export function countText(value: number): string {
  return indianNumber(value);
}

/** A mean of small counts, to one place. */
export function fractionText(value: number): string {
  return indianNumber(value, 1);
}

/** An indicator's value (or its target) with its unit. A median is told from bins: parts of a minute or a day would be a lie. */
export function kpiText(t: Translate, { unit }: Pick<Kpi, 'unit'>, value: number | null): string {
  if (value === null) return NOTHING;
  return t(`centre.unit.${unit}`, {
    value: indianNumber(value, unit === 'minutes' || unit === 'days' ? 0 : 1),
  });
}

/** The same to two places: where the rounded value would say that a target is met which it is not. */
export function exactKpiText(t: Translate, { unit }: Pick<Kpi, 'unit'>, value: number): string {
  return t(`centre.unit.${unit}`, { value: indianNumber(value, 2) });
}
