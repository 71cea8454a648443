import type { ServerScope } from 'nano';
import type { Area } from '../../central/area.js';
import { readArea } from '../../central/summaries/read-area.js';
import type { Day } from '../../records/day.js';
import { percentile } from '../../records/reports/percentile.js';
import { kpiValue } from '../../records/summary/kpi.js';
import { loadKpis } from '../../templates/kpis.js';
import { loadReports } from '../../templates/report-definitions.js';
import { summaryDefinition } from '../../templates/summary-definition.js';

export interface Period {
  from: Day;
  to: Day;
}

const { groups } = loadKpis(summaryDefinition(loadReports()).figures);
const KPIS = groups.flatMap(({ kpis }) => kpis);

/** What a page of indicators reads and tells: the area's own, its days, and each of its children's. */
export async function readIndicators(nano: ServerScope, area: Area, period: Period): Promise<number> {
  const { total, days, children } = await readArea(nano, area, period);
  const sums = [total, ...days.map(({ sum }) => sum), ...children.values()];
  for (const sum of sums) for (const kpi of KPIS) kpiValue(kpi, sum);
  return total.figures['opd'] ?? 0;
}

/** How long each takes, one after the other, in milliseconds; something may happen before each. */
export async function timeEach(
  times: number,
  before: (time: number) => Promise<unknown>,
  work: (time: number) => Promise<unknown>,
): Promise<{ p50: number; p95: number; first: number }> {
  const ms: number[] = [];
  for (let time = 0; time < times; time += 1) {
    await before(time);
    const began = performance.now();
    await work(time);
    ms.push(performance.now() - began);
  }
  return { p50: percentile(ms, 50) ?? 0, p95: percentile(ms, 95) ?? 0, first: ms[0] ?? 0 };
}
