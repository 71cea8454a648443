import type { Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import type { Period } from '../../summaries/read-area.js';
import { packLink } from '../pack/pack-link.js';
import { areaHref, readAreaHead } from '../places/area-request.js';
import { webFrameOf } from '../web-frame.js';
import { childAsked } from './child-cells.js';
import { lastDay, queryOf } from './day-request.js';
import type { Telling } from './day-cell.js';
import { kpiView, trendRule, type KpiView } from './kpi-view.js';
import { weeksChart, weekSums } from './weeks-chart.js';
import { linkWith } from './link-with.js';
import { periodAsked, periodView } from './period-request.js';
import { qualityView } from './quality-view.js';
import { firstDayRead, readIndicators, type IndicatorFigures } from './read-indicators.js';
import { tellingOf } from './telling-of.js';
import type { BarChart } from '../charts/bar-chart.js';

/** All indicators of an area over a period, with what the quality of its records consists of. */
export async function showIndicators(request: Request, h: ResponseToolkit): Promise<ResponseObject> {
  const head = await readAreaHead(request, 'indicators');
  const { place } = head;
  const telling = tellingOf(request);
  const period = periodAsked(request);
  const { total, before, days, expected } = await readIndicators(webFrameOf(request), place, period);
  const query = queryOf(request);
  const range = { from: firstDayRead(period), to: period.to };
  return h.view('centre/indicators', {
    scripts: ['fold.js'],
    ...{ head, ...(await periodView(request, telling, period, place.facilities)) },
    csv: `/csv${areaHref('indicators', place.area)}${linkWith(query, { sort: null })}`,
    pack: packLink(telling, place.area, {
      ...{ day: period.to, last: lastDay(request), by: childAsked(query, place) },
    }),
    quality: qualityView(telling, total, expected),
    reported: total.days,
    trendRule: trendRule(telling),
    groups: groupViews(telling, { total, before, days }, range).map(({ title, kpis }) => ({
      title,
      kpis: kpis.map((kpi) => ({ ...kpi, href: linkWith(query, { kpi: kpi.code }) })),
    })),
  });
}

export interface GroupView {
  title: string;
  kpis: (KpiView & { chart: BarChart })[];
}

/** @param range the days that were read, of which the weeks are drawn */
export function groupViews(
  telling: Telling,
  { total, before, days }: Pick<IndicatorFigures, 'total' | 'before' | 'days'>,
  range: Period,
): GroupView[] {
  const weeks = weekSums(days, range);
  return telling.book.kpis.groups.map(({ title, kpis }) => ({
    title: title[telling.language],
    kpis: kpis.map((kpi) => ({
      ...kpiView(telling, kpi, total, before),
      chart: weeksChart(telling, kpi, weeks),
    })),
  }));
}
