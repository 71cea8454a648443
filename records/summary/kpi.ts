import type { Words } from '../envelope.js';
import type { SummarySum } from './sum-summaries.js';
import { medianWait, waitsBelow, waitScale } from './wait-histogram.js';

/** An indicator as `templates/kpis/*.json` describes it. */
export interface KpiDefinition {
  code: string;
  name: Words;
  /** figures of the daily summary, added up */
  numerator: string[];
  /** figures added up; `days`: reported facility-days; `open-days`: those on which anybody came */
  denominator: string[] | 'days' | 'open-days';
  /** counts these of the denominator's that are *not* in the numerator: in stock, of items out of stock */
  rest?: true;
  /** 100 for per cent; 1 for "a day" */
  per: number;
  unit: 'percent' | 'per-thousand' | 'count';
  /** which way is good; null where neither is (referrals) */
  better: 'higher' | 'lower' | null;
  target?: number;
}

/** A median over waits: its numerator is their number, and it has no denominator. */
export interface MedianKpi extends Pick<KpiDefinition, 'code' | 'name' | 'better' | 'target'> {
  /** what was waited for: a key of a summary's `waits` */
  median: string;
  unit: 'minutes' | 'days';
}

/** How many per cent of the waits were short. */
export interface WithinKpi extends Pick<KpiDefinition, 'code' | 'name' | 'better' | 'target'> {
  /** what was waited for, and a bound of its scale */
  within: { wait: string; below: number };
  unit: 'percent';
}

export type Kpi = KpiDefinition | MedianKpi | WithinKpi;

export interface KpiValue {
  /** null where there was nothing to count among: never shown as 0 */
  value: number | null;
  numerator: number;
  denominator: number;
  /** null where there is no target or no value */
  meets: boolean | null;
}

/** What an indicator comes to over any days and facilities. Of a median both counts are the waits that it is told of. */
export function kpiValue(kpi: Kpi, sum: SummarySum): KpiValue {
  if ('median' in kpi) {
    const waits = sum.waits[kpi.median] ?? [];
    const count = waits[0] ?? 0;
    const value = medianWait(waits, waitScale(kpi.median));
    return judged(kpi, { value, numerator: count, denominator: count });
  }
  if ('within' in kpi) {
    const { wait, below } = kpi.within;
    const [denominator = 0] = sum.waits[wait] ?? [];
    const numerator = waitsBelow(sum.waits[wait] ?? [], below, waitScale(wait));
    return judged(kpi, {
      value: denominator === 0 ? null : (numerator / denominator) * 100,
      numerator,
      denominator,
    });
  }
  const denominator = denominatorOf(kpi.denominator, sum);
  const counted = add(kpi.numerator, sum);
  const numerator = kpi.rest ? denominator - counted : counted;
  const value = denominator === 0 ? null : (numerator / denominator) * kpi.per;
  return judged(kpi, { value, numerator, denominator });
}

export type Trend = 'better' | 'worse' | 'same' | 'changed';

/** The least step that is a trend, in points of each unit. */
export type TrendSteps = Record<Kpi['unit'], number>;

/**
 * How an indicator went from one period to the next, reckoned from what people are shown, so that they come to the same;
 * null where one of them has no value.
 */
export function kpiTrend(
  { better, unit }: Pick<Kpi, 'better' | 'unit'>,
  steps: TrendSteps,
  before: number | null,
  now: number | null,
): Trend | null {
  if (before === null || now === null) return null;
  const step = Math.abs(tenths(now, unit) - tenths(before, unit));
  if (step < Math.round(steps[unit] * 10)) return 'same';
  if (better === null) return 'changed';
  return now > before === (better === 'higher') ? 'better' : 'worse';
}

/** In tenths, which are shown; of minutes none are. */
function tenths(value: number, unit: Kpi['unit']): number {
  return unit === 'minutes' ? Math.round(value) * 10 : Math.round(value * 10);
}

function judged({ better, target }: Kpi, value: Omit<KpiValue, 'meets'>): KpiValue {
  if (target === undefined || better === null || value.value === null) return { ...value, meets: null };
  return { ...value, meets: better === 'higher' ? value.value >= target : value.value <= target };
}

function denominatorOf(denominator: KpiDefinition['denominator'], sum: SummarySum): number {
  if (denominator === 'days') return sum.days;
  return denominator === 'open-days' ? sum.open : add(denominator, sum);
}

function add(codes: readonly string[], { figures }: SummarySum): number {
  return codes.reduce((total, code) => total + (figures[code] ?? 0), 0);
}
