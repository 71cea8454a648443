import type { Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import { areaPages } from './area-pages.js';
import { OPEN_REFERRALS } from '../../../records/summary/as-it-stood.js';
import { FOOTFALL, sumSummaries, type SummarySum } from '../../../records/summary/sum-summaries.js';
import { formatDay } from '../../../templates/format-day.js';
import { readPairs } from '../../summaries/read-pairs.js';
import { readSums, type Period } from '../../summaries/read-area.js';
import { areaHref, readAreaHead } from '../places/area-request.js';
import { sortTable, type Cell, type Column, type TableRow } from '../table/sorted-table.js';
import { webFrameOf } from '../web-frame.js';
import { childAsked, childCell, childColumn, childLinks } from './child-cells.js';
import { lastDay, queryOf } from './day-request.js';
import type { Telling } from './day-cell.js';
import { countText, NOTHING } from './figure-text.js';
import { linkWith } from './link-with.js';
import { pairColumns, pairEnds, pairRow } from './pairs-view.js';
import { periodAsked, periodBefore, periodView } from './period-request.js';
import { childrenOf, readChildren, type Child } from './read-children.js';
import { tellingOf } from './telling-of.js';

/** The figure of the daily summary that counts patients who were sent elsewhere. */
const REFERRED = 'referred';
/** and those that the sender took back */
const CANCELLED = 'referral-cancelled';

/** How many referrals of an area's facilities are open, how many patients they sent elsewhere, and to whom: counts, no name ever. */
export const referralPages = areaPages('referrals', 'next', showReferrals);

async function showReferrals(request: Request, h: ResponseToolkit): Promise<ResponseObject> {
  const head = await readAreaHead(request, 'referrals');
  const { place } = head;
  const telling = tellingOf(request);
  const query = queryOf(request);
  const period = periodAsked(request);
  const by = childAsked(query, place);
  const { couch, places } = webFrameOf(request);
  const day = lastDay(request);
  const read = async (one: Period) => {
    const [all, children] = await Promise.all([
      readSums(couch, [place.area], one),
      readChildren(couch, place, one, by),
    ]);
    return { all: sumSummaries(all), children };
  };
  const [now, before, open, pairs, book] = await Promise.all([
    read(period),
    read(periodBefore(period)),
    read({ from: day, to: day }),
    readPairs(couch, pairEnds(place, period.from), { period, newest: day }),
    places.book(),
  ]);
  const children = childrenOf(place, by, period.from);
  const onward = linkWith(query, { by: null, sort: null, pairs: null });
  const nothing = sumSummaries([]);
  const rows = children.map((child): TableRow => ({
    cells: {
      place: childCell(
        telling,
        child,
        child.place ? areaHref('referrals', child.place.area) + onward : undefined,
      ),
      ...openCells(open.children.get(child.code) ?? nothing),
      ...referralCells(now.children.get(child.code) ?? nothing, before.children.get(child.code) ?? nothing),
    },
  }));
  const total = {
    ...openCells(open.all),
    ...referralCells(now.all, before.all),
    cancelled: countCell(now.all, CANCELLED),
  };
  return h.view('centre/referrals', {
    ...{
      head,
      ...(await periodView(request, telling, period, place.facilities)),
      by,
      ...childLinks(place, query),
      total,
    },
    day: formatDay(telling.language, day),
    table: sortTable(referralColumns(telling, children), rows, { query, first: '-openOut' }),
    pairs: sortTable(
      pairColumns(telling),
      pairs.map((pair) => pairRow(telling, book, pair, onward)),
      { query, first: '-sent', parameter: 'pairs' },
    ),
  });
}

function referralColumns(telling: Telling, children: readonly Child[]): Column[] {
  const { t } = telling;
  return [
    childColumn(telling, children),
    ...['openOut', 'openIn', 'referred', 'rate', 'patients', 'before'].map((key) => ({
      ...{ key, words: t(`centre.referrals.${key}`), isNumber: true },
    })),
  ];
}

type Counts<K extends string> = Record<K, Cell>;

/** Of both directions, as they stood when the newest day was over: like the store, of a day alone. */
function openCells(day: SummarySum): Counts<'openOut' | 'openIn'> {
  return { openOut: countCell(day, OPEN_REFERRALS.out), openIn: countCell(day, OPEN_REFERRALS.in) };
}

function referralCells(
  now: SummarySum,
  before: SummarySum,
): Counts<'patients' | 'referred' | 'rate' | 'before'> {
  const patients = now.figures[FOOTFALL] ?? 0;
  const rate = patients === 0 ? null : ((now.figures[REFERRED] ?? 0) / patients) * 1_000;
  return {
    patients: countCell(now, FOOTFALL),
    referred: countCell(now, REFERRED),
    rate: { text: rate === null ? NOTHING : countText(rate), value: rate },
    before: countCell(before, REFERRED),
  };
}

function countCell({ days, figures }: SummarySum, figure: string): Cell {
  if (days === 0) return { text: NOTHING, value: null };
  const value = figures[figure] ?? 0;
  return { text: countText(value), value };
}
