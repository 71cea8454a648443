import { areaInAddress } from '../places/area-request.js';
import { packRoute } from '../pack/pack-pages.js';
import { areaPages } from './area-pages.js';
import { queryOf } from './day-request.js';
import { showIndicator } from './indicator-page.js';
import { sendIndicatorsCsv } from './indicators-csv.js';
import { showIndicators } from './indicators-page.js';

/** Indicators of an area: all of them, or one with its weeks and by child area. */
export const indicatorPages = areaPages(
  'indicators',
  'reports',
  (request, h) => (queryOf(request).has('kpi') ? showIndicator(request, h) : showIndicators(request, h)),
  [
    {
      method: 'GET',
      path: '/csv/indicators/{area*}',
      access: { figures: areaInAddress },
      handler: sendIndicatorsCsv,
    },
    packRoute,
  ],
);
