import type { Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import { pictureWarnings } from '../../monitor/picture-warnings.js';
import { queryOf } from '../figures/day-request.js';
import { boxesAsked } from './boxes-asked.js';
import { boxMap } from './box-map.js';
import { BOX_STYLESHEETS, readPicture, sayAsOf, seenBy, tellingOf } from './box-request.js';
import { boxTabs } from './box-tabs.js';

/** `/boxes/map`: those that its address asks for, as the table does, which says the same in words. */
export async function mapPage(request: Request, h: ResponseToolkit): Promise<ResponseObject> {
  const picture = await readPicture(request);
  const telling = tellingOf(request, picture);
  const query = queryOf(request);
  const mine = seenBy(request.app.viewer, picture);
  const asked = boxesAsked(mine, query, telling);
  return h.view('centre/boxes/map', {
    asked: mine.length > 0 ? asked : null,
    map: boxMap(asked.rows, telling),
    tabs: boxTabs(telling, mine, 'map', query),
    asOf: sayAsOf(telling),
    warnings: pictureWarnings(picture, telling),
    stylesheets: BOX_STYLESHEETS,
  });
}
