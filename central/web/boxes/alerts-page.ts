import { pageOf } from '../../../templates/web/page-of.js';
import type { Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import { worstFirst } from '../../monitor/order-boxes.js';
import { pictureWarnings } from '../../monitor/picture-warnings.js';
import { queryOf } from '../figures/day-request.js';
import { alertView } from './alert-view.js';
import { BOX_STYLESHEETS, readPicture, sayAsOf, seenBy, tellingOf } from './box-request.js';
import { boxTabs } from './box-tabs.js';

/** `/boxes/alerts`: those that nobody has seen, or with `?show=all` every one that stands; of the worst boxes first. */
export async function alertsPage(request: Request, h: ResponseToolkit): Promise<ResponseObject> {
  const picture = await readPicture(request);
  const telling = tellingOf(request, picture);
  const query = queryOf(request);
  const mine = seenBy(request.app.viewer, picture);
  const all = worstFirst(mine).flatMap((row) => row.alerts.map((alert) => alertView(row, alert, telling)));
  const unseen = all.filter(({ seen }) => !seen);
  const showsAll = query.get('show') === 'all';
  const page = pageOf(showsAll ? [...unseen, ...all.filter(({ seen }) => seen)] : unseen, query);
  return h.view('centre/boxes/alerts', {
    page,
    tabs: boxTabs(telling, mine, 'alerts'),
    asOf: sayAsOf(telling),
    warnings: pictureWarnings(picture, telling),
    filters: [
      {
        words: telling.say('boxes.filter.help'),
        count: unseen.length,
        href: '/boxes/alerts',
        current: !showsAll,
      },
      {
        words: telling.say('boxes.filter.all'),
        count: all.length,
        href: '/boxes/alerts?show=all',
        current: showsAll,
      },
    ],
    stylesheets: BOX_STYLESHEETS,
  });
}
