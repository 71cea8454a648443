import { pageOf } from '../../../templates/web/page-of.js';
import type { Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import type { BoxRow } from '../../monitor/box-row.js';
import { BOX_FILTERS, isShown, readFilter, worstFirst } from '../../monitor/order-boxes.js';
import { pictureWarnings } from '../../monitor/picture-warnings.js';
import { queryOf } from '../figures/day-request.js';
import { linkWith } from '../figures/link-with.js';
import { sortTable } from '../table/sorted-table.js';
import { boxColumns, boxTableRow } from './box-table.js';
import { BOX_STYLESHEETS, readPicture, seenBy, tellingOf } from './box-request.js';
import { boxTabs } from './box-tabs.js';

/** Seconds after which a page that somebody wants to keep open asks for itself anew. */
const RENEW_S = 60;

/** `/boxes`: all that this viewer may look at, worst first or as its address asks. */
export async function listPage(request: Request, h: ResponseToolkit): Promise<ResponseObject> {
  const picture = await readPicture(request);
  const telling = tellingOf(request, picture);
  const query = queryOf(request);
  const filter = readFilter(query.get('show') ?? 'all', 'show');
  const q = (query.get('q') ?? '').trim().slice(0, 60);
  const mine = seenBy(request.app.viewer, picture);
  const found = mine.filter((row) => matches(row, q));
  const rows = worstFirst(found.filter((row) => isShown(row, filter)));
  const sorted = sortTable(
    boxColumns(telling),
    rows.map((row) => boxTableRow(row, telling)),
    { query, first: 'state' },
  );
  const page = pageOf(sorted.rows, query);
  const renews = query.get('renew') === 'on';
  const link = (change: Record<string, string | null>): string => linkWith(query, { page: null, ...change });
  const answer = h.view('centre/boxes/list', {
    ...{ q, filter, renews, page, query: Object.fromEntries(query) },
    tabs: boxTabs(telling, mine, 'list'),
    warnings: pictureWarnings(picture, telling),
    table: { ...sorted, rows: page.shown },
    filters: BOX_FILTERS.map((name) => ({
      name,
      words: telling.say(`boxes.filter.${name}`),
      count: found.filter((row) => isShown(row, name)).length,
      href: link({ show: name === 'all' ? null : name }),
    })),
    none: mine.length > 0 ? null : picture.rows.length > 0 ? 'boxes.noneOfYours' : 'boxes.noBoxes',
    clearHref: link({ q: null }),
    renewHref: link({ renew: renews ? null : 'on' }),
    stylesheets: BOX_STYLESHEETS,
  });
  return renews ? answer.header('refresh', String(RENEW_S)) : answer;
}

function matches({ box, name, placeNames }: BoxRow, q: string): boolean {
  const words = q.toLocaleLowerCase('hi');
  return [box, name.hi, name.en, ...placeNames].some((text) => text.toLocaleLowerCase('hi').includes(words));
}
