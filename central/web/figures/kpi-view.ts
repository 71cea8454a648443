import { kpiTrend, kpiValue, type Kpi } from '../../../records/summary/kpi.js';
import type { SummarySum } from '../../../records/summary/sum-summaries.js';
import type { Cell } from '../table/sorted-table.js';
import type { Telling } from './day-cell.js';
import { countText, kpiText, NOTHING } from './figure-text.js';
import { kpiCell } from './kpi-cell.js';

export interface KpiView {
  code: string;
  name: string;
  value: Cell;
  /** "at least 90 %"; empty where none is set */
  target: string;
  /** numerator of denominator */
  counts: string;
  /** against the period before */
  trend: Cell;
}

/** @param before the figures of the period before; null where nobody read them */
export function kpiView(telling: Telling, kpi: Kpi, sum: SummarySum, before: SummarySum | null): KpiView {
  const { language } = telling;
  return {
    code: kpi.code,
    name: kpi.name[language],
    value: kpiCell(telling, kpi, sum),
    target: targetWords(telling, kpi),
    counts: countsWords(telling, kpi, sum),
    trend: trendCell(telling, kpi, sum, before),
  };
}

function targetWords({ t }: Telling, kpi: Kpi): string {
  const { target, better } = kpi;
  if (better === null) return '';
  if (target === undefined) return t(`centre.better.${better}`);
  return t(`centre.target.${better}`, { target: kpiText(t, kpi, target) });
}

export function countsWords({ t }: Telling, kpi: Kpi, sum: SummarySum): string {
  const { numerator, denominator } = kpiValue(kpi, sum);
  if ('median' in kpi) return t('centre.counts.median', { count: countText(numerator) });
  const words = !('within' in kpi) && typeof kpi.denominator === 'string' ? kpi.denominator : 'of';
  return t(`centre.counts.${words}`, {
    numerator: countText(numerator),
    denominator: countText(denominator),
  });
}

/** The rule of the words beside each indicator, for who reads them. */
export function trendRule({ t, book }: Telling): string {
  const { 'per-thousand': perThousand, ...steps } = book.kpis.steps;
  return t('centre.trend.rule', { ...steps, perThousand });
}

/** Crossing the target is told however small the step; worse is no alarm while the target is met. */
export function trendCell({ t, book }: Telling, kpi: Kpi, sum: SummarySum, before: SummarySum | null): Cell {
  const { value: was, meets: met } = before === null ? { value: null, meets: null } : kpiValue(kpi, before);
  const { value: now, meets } = kpiValue(kpi, sum);
  const change = kpiTrend(kpi, book.kpis.steps, was, now);
  if (change === null || was === null || now === null) return { text: NOTHING, value: null };
  const trend = meets === met ? change : meets ? 'reaches' : 'misses';
  const arrow = trend === 'same' ? '→' : now > was ? '↑' : '↓';
  const isBad = trend === 'misses' || (trend === 'worse' && meets !== true);
  const tone = trend === 'better' || trend === 'reaches' ? 'good' : isBad ? 'bad' : null;
  return {
    text: `${arrow} ${t(`centre.trend.${trend}`)}`,
    value: now - was,
    note: t('centre.trend.before', { value: kpiText(t, kpi, was) }),
    ...(tone && { tone }),
  };
}
