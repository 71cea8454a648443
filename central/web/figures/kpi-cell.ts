import { kpiValue, type Kpi } from '../../../records/summary/kpi.js';
import type { SummarySum } from '../../../records/summary/sum-summaries.js';
import type { Translate } from '../../../templates/locale.js';
import type { Cell } from '../table/sorted-table.js';
import { exactKpiText, kpiText } from './figure-text.js';

/** An indicator's value, and whether its target is met: as a word, which the colour only repeats. */
export function kpiCell({ t }: { t: Translate }, kpi: Kpi, sum: SummarySum): Cell {
  const { value, meets } = kpiValue(kpi, sum);
  const tone = meets === null ? null : meets ? 'good' : 'bad';
  const rounded = kpiText(t, kpi, value);
  const looksMet = meets === false && kpi.target !== undefined && rounded === kpiText(t, kpi, kpi.target);
  const text = looksMet && value !== null ? exactKpiText(t, kpi, value) : rounded;
  return {
    ...{ text, value },
    ...(tone && { tone, word: t(`centre.meets.${tone}`) }),
  };
}
