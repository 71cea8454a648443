import { FacilityError } from '../../records/facility-error.js';
import type { Trace } from '../../records/report.js';
import { doubtLimits } from '../../templates/doubt-limits.js';
import type { Language } from '../../templates/locale.js';
import { buildReport } from './build-report.js';
import { listReports } from './list-reports.js';
import type { ReportDeps } from './report-deps.js';
import type { ReportDesk } from './report-desk.js';
import { traceFigure } from './trace-figure.js';
import { traceRow } from './trace-row.js';

/** The desk of a running facility. */
export function openReportDesk(deps: Omit<ReportDeps, 'onProgress'>): ReportDesk {
  async function trace(id: string, period: string, figure: string, language: Language): Promise<Trace> {
    try {
      return await traceFigure(id, period, figure, deps, language);
    } catch (error) {
      if (!(error instanceof FacilityError) || error.code !== 'not-found') throw error;
      const report = await buildReport(id, period, deps, language);
      const row = await traceRow(deps.facility, report, figure);
      if (!row) throw error;
      return { report: id, period: report.period, figure, value: row.records.length, ...row };
    }
  }
  return {
    doubtLimits: () => doubtLimits(deps.definitions()),
    list: (language) => listReports(deps, language),
    build: (id, period, language, onDays) =>
      buildReport(id, period, { ...deps, ...(onDays && { onProgress: onDays }) }, language),
    trace,
  };
}
