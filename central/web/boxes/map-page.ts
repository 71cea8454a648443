import type { Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import { pictureWarnings } from '../../monitor/picture-warnings.js';
import { boxMap } from './box-map.js';
import { BOX_STYLESHEETS, readPicture, seenBy, tellingOf } from './box-request.js';
import { boxTabs } from './box-tabs.js';

/** `/boxes/map`: the table beside it says the same in words. */
export async function mapPage(request: Request, h: ResponseToolkit): Promise<ResponseObject> {
  const picture = await readPicture(request);
  const telling = tellingOf(request, picture);
  const mine = seenBy(request.app.viewer, picture);
  return h.view('centre/boxes/map', {
    map: boxMap(mine, telling),
    tabs: boxTabs(telling, mine, 'map'),
    warnings: pictureWarnings(picture, telling),
    stylesheets: BOX_STYLESHEETS,
  });
}
