import type { Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import { FacilityError } from '../../../records/facility-error.js';
import type { Kpi } from '../../../records/summary/kpi.js';
import { sumSummaries, type SummarySum } from '../../../records/summary/sum-summaries.js';
import { areaHref, readAreaHead } from '../places/area-request.js';
import { sortTable, type Column, type TableRow } from '../table/sorted-table.js';
import { webFrameOf } from '../web-frame.js';
import { childAsked, childCell, childColumn, childLinks } from './child-cells.js';
import { queryOf } from './day-request.js';
import type { Telling } from './day-cell.js';
import { expectedDays } from './expected-days.js';
import { kpiCell } from './kpi-cell.js';
import { countsWords, kpiView } from './kpi-view.js';
import { linkWith } from './link-with.js';
import { periodAsked, periodView } from './period-request.js';
import { qualityCell, qualityView } from './quality-view.js';
import { childrenOf, readChildren, type Child } from './read-children.js';
import { firstDayRead, readIndicators } from './read-indicators.js';
import { tellingOf } from './telling-of.js';
import { weeksChart, weekSums } from './weeks-chart.js';

/** One indicator of an area: its weeks, and its child areas or facilities side by side with their records' quality. */
export async function showIndicator(request: Request, h: ResponseToolkit): Promise<ResponseObject> {
  const head = await readAreaHead(request, 'indicators');
  const { place } = head;
  const telling = tellingOf(request);
  const query = queryOf(request);
  const kpi = askedKpi(telling, query);
  const period = periodAsked(request);
  const by = childAsked(query, place);
  const frame = webFrameOf(request);
  const [figures, sums] = await Promise.all([
    readIndicators(frame, place, period),
    readChildren(frame.couch, place, period, by),
  ]);
  const children = childrenOf(place, by, period.from);
  // The way down goes on with the same indicator and period.
  const onward = linkWith(query, { by: null, sort: null });
  const rows = children.map((child) => {
    const expected = expectedDays(child.facilities, figures.reported, period);
    const sum = sums.get(child.code) ?? sumSummaries([]);
    const href = child.place ? areaHref('indicators', child.place.area) + onward : undefined;
    return kpiRow(telling, kpi, child, sum, expected, href);
  });
  return h.view('centre/indicator', {
    ...{ head, ...periodView(request, telling, period), by, ...childLinks(place, query) },
    kpi: kpiView(telling, kpi, figures.total, figures.before),
    all: linkWith(query, { kpi: null, sort: null, by: null }),
    chart: weeksChart(telling, kpi, weekSums(figures.days, { from: firstDayRead(period), to: period.to })),
    choices: telling.book.kpis.groups.map(({ title, kpis }) => ({
      title: title[telling.language],
      kpis: kpis.map(({ code, name }) => ({ code, name: name[telling.language] })),
    })),
    quality: qualityView(telling, figures.total, figures.expected),
    table: sortTable(kpiColumns(telling, children), rows, { query, first: 'place' }),
  });
}

function askedKpi({ book }: Telling, query: URLSearchParams): Kpi {
  const kpi = book.kpi(query.get('kpi') ?? '');
  if (kpi) return kpi;
  throw new FacilityError('bad-input', 'There is no such indicator', {
    fields: [{ field: 'kpi', code: 'unknownChoice' }],
  });
}

function kpiColumns(telling: Telling, children: readonly Child[]): Column[] {
  const { t } = telling;
  return [
    childColumn(telling, children),
    { key: 'value', words: t('centre.indicator.value'), isNumber: true },
    { key: 'counts', words: t('centre.indicator.counts'), isNumber: true },
    { key: 'quality', words: t('centre.quality.short'), isNumber: true },
  ];
}

function kpiRow(
  telling: Telling,
  kpi: Kpi,
  child: Child,
  sum: SummarySum,
  expected: number,
  href: string | undefined,
): TableRow {
  return {
    cells: {
      place: childCell(telling, child, href),
      value: kpiCell(telling, kpi, sum),
      counts: { text: countsWords(telling, kpi, sum), value: sum.days },
      quality: qualityCell(telling, sum, expected),
    },
  };
}
