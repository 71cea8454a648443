import { FacilityError } from '../records/facility-error.js';
import type { CrossCheck } from '../records/reports/check-figures.js';
import { AS_IT_STOOD } from '../records/summary/as-it-stood.js';
import type { ReportDefinition } from './report-definition.js';
import type { ReportDefinitions } from './report-definitions.js';
import { reportFigures } from './report-figures.js';

/** The report whose figures go to the centre each day. */
const SUMMARY_REPORT = 'daily-summary';

/** What is known of all daily summaries of this version. */
export interface SummaryDefinition {
  report: ReportDefinition;
  /** every figure that a summary may hold */
  figures: ReadonlySet<string>;
  /** what must hold between them */
  checks: readonly CrossCheck[];
}

/** Throws `not-found` where there is no such report. */
export function summaryDefinition(reports: ReportDefinitions): SummaryDefinition {
  const report = reports.get(SUMMARY_REPORT);
  if (!report) throw new FacilityError('not-found', `There is no report ${SUMMARY_REPORT}.`);
  return {
    report,
    figures: new Set([...reportFigures(report).keys(), ...AS_IT_STOOD]),
    checks: report.sections.flatMap((section) => (section.show === 'checks' ? section.checks : [])),
  };
}
