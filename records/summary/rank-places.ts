import { kpiValue, type Kpi, type KpiValue } from './kpi.js';
import type { SummarySum } from './sum-summaries.js';

export interface RankedPlace<P> {
  place: P;
  value: KpiValue;
  /** 1 is the best; equal values share it. Null: nothing to rank by, or too little */
  rank: number | null;
  /** counted among so few that chance decides */
  isFew: boolean;
}

/**
 * Places in the order of an indicator, the best first; behind them those that have no rank. An indicator of which
 * neither way is good ranks nobody.
 * @param least a value that is counted among fewer patients or things is not ranked; days are never too few
 */
export function rankPlaces<P extends { sum: SummarySum }>(
  kpi: Kpi,
  places: readonly P[],
  least: number,
): RankedPlace<P>[] {
  const valued = places.map((place) => {
    const value = kpiValue(kpi, place.sum);
    return { place, value, isFew: value.value !== null && isCounted(kpi) && value.denominator < least };
  });
  const goodness = ({ value }: KpiValue): number => (kpi.better === 'higher' ? -1 : 1) * (value ?? 0);
  const isRanked = ({ value, isFew }: (typeof valued)[number]): boolean =>
    kpi.better !== null && value.value !== null && !isFew;
  const ranked = valued.filter(isRanked).sort((a, b) => goodness(a.value) - goodness(b.value));
  const rankOf = (one: KpiValue): number => 1 + ranked.findIndex(({ value }) => value.value === one.value);
  return [
    ...ranked.map((one) => ({ ...one, rank: rankOf(one.value) })),
    ...valued.filter((one) => !isRanked(one)).map((one) => ({ ...one, rank: null })),
  ];
}

function isCounted(kpi: Kpi): boolean {
  return 'median' in kpi || 'within' in kpi || typeof kpi.denominator !== 'string';
}
