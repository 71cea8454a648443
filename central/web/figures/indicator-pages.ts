import { areaInAddress } from '../places/area-request.js';
import { seesFigures } from '../viewer.js';
import type { CentrePages } from '../web-frame.js';
import { queryOf } from './day-request.js';
import { showIndicator } from './indicator-page.js';
import { sendIndicatorsCsv } from './indicators-csv.js';
import { showIndicators } from './indicators-page.js';
import { goToOwnPlace } from './own-places.js';

/** Indicators of an area: all of them, or one with its weeks and by child area. */
export const indicatorPages: CentrePages = {
  name: 'indicators',
  path: '/indicators',
  icon: 'reports',
  shownTo: seesFigures,
  routes: [
    { method: 'GET', path: '/indicators', access: { who: 'anyone' }, handler: goToOwnPlace('indicators') },
    {
      method: 'GET',
      path: '/indicators/{area*}',
      access: { figures: areaInAddress },
      handler: (request, h) =>
        queryOf(request).has('kpi') ? showIndicator(request, h) : showIndicators(request, h),
    },
    {
      method: 'GET',
      path: '/csv/indicators/{area*}',
      access: { figures: areaInAddress },
      handler: sendIndicatorsCsv,
    },
  ],
};
