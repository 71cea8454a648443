import { openReportDesk } from '../node-server/reports/open-report-desk.js';
import type { Facility } from '../node-server/facility.js';
import { openLocale } from '../templates/locale.js';
import { loadReports } from '../templates/report-definitions.js';

/** What the stations need of a box beside its facility, where nothing else of it runs. */
export function sampleParts(facility: Facility) {
  return {
    readStatus: () => Promise.reject(new Error('no status here')),
    reports: openReportDesk({ facility, definitions: () => loadReports(), locale: openLocale() }),
  };
}
