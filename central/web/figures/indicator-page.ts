import type { Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import { FacilityError } from '../../../records/facility-error.js';
import type { Kpi } from '../../../records/summary/kpi.js';
import { rankPlaces, type RankedPlace } from '../../../records/summary/rank-places.js';
import { sumSummaries, type SummarySum } from '../../../records/summary/sum-summaries.js';
import { areaHref, readAreaHead } from '../places/area-request.js';
import { sortTable, type Cell, type Column, type TableRow } from '../table/sorted-table.js';
import { webFrameOf } from '../web-frame.js';
import { childAsked, childCell, childColumn, childLinks } from './child-cells.js';
import { queryOf } from './day-request.js';
import type { Telling } from './day-cell.js';
import { expectedDays } from './expected-days.js';
import { countText, NOTHING } from './figure-text.js';
import { kpiCell } from './kpi-cell.js';
import { countsWords, kpiView, trendRule } from './kpi-view.js';
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
  const places = children.map((child) => ({ child, sum: sums.get(child.code) ?? sumSummaries([]) }));
  const rows = rankPlaces(kpi, places, telling.book.pack.least).map((ranked) => {
    const { child } = ranked.place;
    const expected = expectedDays(child.facilities, figures.reported, period);
    const href = child.place ? areaHref('indicators', child.place.area) + onward : undefined;
    return kpiRow(telling, kpi, ranked, expected, href);
  });
  const isRanked = rows.some(({ cells }) => cells['rank']?.value !== null);
  return h.view('centre/indicator', {
    ...{
      head,
      ...(await periodView(request, telling, period, place.facilities)),
      by,
      ...childLinks(place, query),
    },
    kpi: kpiView(telling, kpi, figures.total, figures.before),
    trendRule: trendRule(telling),
    all: linkWith(query, { kpi: null, sort: null, by: null }),
    chart: weeksChart(telling, kpi, weekSums(figures.days, { from: firstDayRead(period), to: period.to })),
    choices: telling.book.kpis.groups.map(({ title, kpis }) => ({
      title: title[telling.language],
      kpis: kpis.map(({ code, name }) => ({ code, name: name[telling.language] })),
    })),
    quality: qualityView(telling, figures.total, figures.expected),
    table: sortTable(kpiColumns(telling, kpi, children), rows, { query, first: isRanked ? 'rank' : 'place' }),
    least: telling.book.pack.least,
  });
}

function askedKpi({ book }: Telling, query: URLSearchParams): Kpi {
  const kpi = book.kpi(query.get('kpi') ?? '');
  if (kpi) return kpi;
  throw new FacilityError('bad-input', 'There is no such indicator', {
    fields: [{ field: 'kpi', code: 'unknownChoice' }],
  });
}

function kpiColumns(telling: Telling, { better }: Kpi, children: readonly Child[]): Column[] {
  const { t } = telling;
  const order = { ascending: t('centre.indicator.bestFirst'), descending: t('centre.indicator.lastFirst') };
  const rank = { key: 'rank', words: t('centre.indicator.rank'), isNumber: true, leastFirst: true, order };
  return [
    childColumn(telling, children),
    ...(better === null ? [] : [rank]),
    { key: 'value', words: t('centre.indicator.value'), isNumber: true },
    { key: 'counts', words: t('centre.indicator.counts'), isNumber: true },
    { key: 'quality', words: t('centre.quality.short'), isNumber: true },
  ];
}

function kpiRow(
  telling: Telling,
  kpi: Kpi,
  { place: { child, sum }, rank, isFew }: RankedPlace<{ child: Child; sum: SummarySum }>,
  expected: number,
  href: string | undefined,
): TableRow {
  return {
    cells: {
      place: childCell(telling, child, href),
      rank: rankCell(telling, rank, isFew),
      value: kpiCell(telling, kpi, sum),
      counts: { text: countsWords(telling, kpi, sum), value: sum.days },
      quality: qualityCell(telling, sum, expected),
    },
  };
}

/** Few are told apart from none: their value stands beside, and says nothing yet. */
function rankCell({ t }: Telling, rank: number | null, isFew: boolean): Cell {
  if (rank !== null) return { text: countText(rank), value: rank };
  if (!isFew) return { text: NOTHING, value: null };
  return { text: NOTHING, value: null, tone: 'warn', word: t('centre.indicator.few') };
}
