import { pageOf } from '../../../templates/web/page-of.js';
import type { Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import { worstFirst } from '../../monitor/order-boxes.js';
import { pictureWarnings } from '../../monitor/picture-warnings.js';
import { queryOf } from '../figures/day-request.js';
import { linkWith } from '../figures/link-with.js';
import { sortTable } from '../table/sorted-table.js';
import { boxesAsked } from './boxes-asked.js';
import { boxColumns, boxTableRow } from './box-table.js';
import { BOX_STYLESHEETS, readPicture, sayAsOf, seenBy, tellingOf } from './box-request.js';
import { boxTabs } from './box-tabs.js';

/** Seconds after which a page that somebody wants to keep open asks for itself anew. */
const RENEW_S = 60;

/** `/boxes`: all that this viewer may look at, worst first or as its address asks. */
export async function listPage(request: Request, h: ResponseToolkit): Promise<ResponseObject> {
  const picture = await readPicture(request);
  const telling = tellingOf(request, picture);
  const query = queryOf(request);
  const mine = seenBy(request.app.viewer, picture);
  const asked = boxesAsked(mine, query, telling);
  const rows = worstFirst(asked.rows);
  const sorted = sortTable(
    boxColumns(telling),
    rows.map((row) => boxTableRow(row, telling)),
    { query, first: 'state' },
  );
  const page = pageOf(sorted.rows, query);
  const renews = query.get('renew') === 'on';
  const answer = h.view('centre/boxes/list', {
    ...{ asked, renews, page },
    tabs: boxTabs(telling, mine, 'list', query),
    asOf: sayAsOf(telling),
    warnings: pictureWarnings(picture, telling),
    table: { ...sorted, rows: page.shown },
    none: mine.length > 0 ? null : picture.rows.length > 0 ? 'boxes.noneOfYours' : 'boxes.noBoxes',
    renewHref: linkWith(query, { page: null, renew: renews ? null : 'on' }),
    stylesheets: BOX_STYLESHEETS,
  });
  return renews ? answer.header('refresh', String(RENEW_S)) : answer;
}
