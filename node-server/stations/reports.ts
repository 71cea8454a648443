import type { Facility } from '../facility.js';
import type { StationPages } from '../frame-context.js';
import type { ReportDesk } from '../reports/report-desk.js';
import { listRoutes } from './reports/list-routes.js';
import { exportRoutes } from './reports/export-routes.js';
import { REPORT_READERS } from './reports/report-readers.js';
import { showRoute } from './reports/show-route.js';
import { traceRoute } from './reports/trace-route.js';

/** Reports of a day, a week, a month: on the page, as PDF and for a spreadsheet, each figure with its records. */
export function reportPages(facility: Facility, desk: ReportDesk): StationPages {
  return {
    name: 'reports',
    path: '/reports',
    roles: REPORT_READERS,
    routes: [
      ...listRoutes(facility, desk),
      showRoute(facility, desk),
      ...exportRoutes(facility, desk),
      traceRoute(facility, desk),
    ],
  };
}
