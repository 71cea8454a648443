import type { PeriodKind } from '../../records/reports/report-period.js';
import type { Language } from '../../templates/locale.js';
import type { ReportDeps } from './report-deps.js';

export interface ListedReport {
  id: string;
  title: string;
  period: PeriodKind;
  /** it names patients: reading it is to be recorded */
  personal: boolean;
}

/** The reports there are, for a menu. */
export function listReports(deps: Pick<ReportDeps, 'definitions'>, language: Language): ListedReport[] {
  return [...deps.definitions().values()].map(({ id, title, period, personal }) => ({
    ...{ id, title: title[language], period, personal },
  }));
}
