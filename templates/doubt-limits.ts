import { FacilityError } from '../records/facility-error.js';
import type { DoubtLimits } from '../records/stock-trace/stock-doubt.js';
import type { ReportDefinitions } from './report-definitions.js';

/** The report that says what of a store does not add up, and from where on. */
export const STOCK_REPORT = 'stock-trace';

/** Throws `not-found` where there is no such report. */
export function doubtLimits(reports: ReportDefinitions): DoubtLimits {
  const section = reports.get(STOCK_REPORT)?.sections.find(({ show }) => show === 'stock-doubts');
  if (section?.show !== 'stock-doubts')
    throw new FacilityError('not-found', `There is no report ${STOCK_REPORT} with what does not add up.`);
  const { adjustShare, adjustUnits } = section;
  return { adjustShare, adjustUnits };
}
