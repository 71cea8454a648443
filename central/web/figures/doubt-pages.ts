import type { Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import { DOUBTS_FIGURE } from '../../../records/stock-trace/doubt-figures.js';
import { DOUBT_GROUPS, groupFigures, type DoubtGroup } from '../../../records/stock-trace/doubt-groups.js';
import { sumSummaries, type SummarySum } from '../../../records/summary/sum-summaries.js';
import { readSums } from '../../summaries/read-area.js';
import { areaHref, readAreaHead } from '../places/area-request.js';
import { sortTable, type Cell, type Column, type TableRow } from '../table/sorted-table.js';
import { webFrameOf } from '../web-frame.js';
import { areaPages } from './area-pages.js';
import { childAsked, childCell, childColumn, childLinks } from './child-cells.js';
import { queryOf } from './day-request.js';
import { countText, NOTHING } from './figure-text.js';
import { linkWith } from './link-with.js';
import { periodAsked, periodView } from './period-request.js';
import { childrenOf, readChildren } from './read-children.js';
import { tellingOf } from './telling-of.js';

const GROUPS = Object.keys(DOUBT_GROUPS) as DoubtGroup[];

/** What of the stores' books does not add up, place by place, the worst first: counts, from the daily summaries. */
export const doubtPages = areaPages('stock', 'stock', showDoubts);

async function showDoubts(request: Request, h: ResponseToolkit): Promise<ResponseObject> {
  const head = await readAreaHead(request, 'stock');
  const { place } = head;
  const telling = tellingOf(request);
  const { t } = telling;
  const query = queryOf(request);
  const period = periodAsked(request);
  const by = childAsked(query, place);
  const { couch } = webFrameOf(request);
  const [all, sums] = await Promise.all([
    readSums(couch, [place.area], period),
    readChildren(couch, place, period, by),
  ]);
  const children = childrenOf(place, by, period.from);
  const onward = linkWith(query, { by: null, sort: null });
  const nothing = sumSummaries([]);
  const rows = children.map((child): TableRow => {
    const href = child.place ? areaHref('stock', child.place.area) + onward : undefined;
    const sum = sums.get(child.code) ?? nothing;
    return { cells: { place: childCell(telling, child, href), ...doubtCells(sum) } };
  });
  const columns: Column[] = [
    childColumn(telling, children),
    ...['all', ...GROUPS].map((key) => ({ key, words: t(`centre.doubts.${key}`), isNumber: true })),
  ];
  return h.view('centre/stock', {
    ...{
      head,
      ...(await periodView(request, telling, period, place.facilities)),
      by,
      ...childLinks(place, query),
    },
    total: doubtCells(sumSummaries(all)),
    groups: GROUPS,
    table: sortTable(columns, rows, { query, first: '-all' }),
  });
}

function doubtCells(sum: SummarySum): Record<string, Cell> {
  const cell = (value: number): Cell =>
    sum.days === 0
      ? { text: NOTHING, value: null }
      : { text: countText(value), value, ...(value > 0 && { tone: 'warn' as const }) };
  return {
    all: cell(sum.figures[DOUBTS_FIGURE] ?? 0),
    ...Object.fromEntries(GROUPS.map((group) => [group, cell(groupFigures(sum.figures, group))])),
  };
}
