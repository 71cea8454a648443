import type { Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import { areaInAddress, type AreaPage } from '../places/area-request.js';
import { seesFigures } from '../viewer.js';
import type { CentrePages } from '../web-frame.js';
import { goToOwnPlace } from './own-places.js';

type Show = (request: Request, h: ResponseToolkit) => Promise<ResponseObject>;

/** A page for each area, whose bare address leads to the viewer's own; `more` routes stand beside it. */
export function areaPages(
  page: AreaPage,
  icon: string,
  show: Show,
  more: CentrePages['routes'] = [],
): CentrePages {
  return {
    name: page,
    path: `/${page}`,
    icon,
    shownTo: seesFigures,
    routes: [
      { method: 'GET', path: `/${page}`, access: { who: 'anyone' }, handler: goToOwnPlace(page) },
      { method: 'GET', path: `/${page}/{area*}`, access: { figures: areaInAddress }, handler: show },
      ...more,
    ],
  };
}
