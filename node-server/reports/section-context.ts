import type { ReportPeriod } from '../../records/reports/report-period.js';
import type { TracedStock } from '../../records/stock-trace/trace-stock.js';
import type { Language, Translate } from '../../templates/locale.js';
import type { ReportDefinition } from '../../templates/report-definition.js';
import type { Gathered } from './gather-figures.js';
import type { ReportDeps } from './report-deps.js';

/** What every section is written from. */
export interface SectionContext {
  deps: ReportDeps;
  definition: ReportDefinition;
  period: ReportPeriod;
  language: Language;
  /** words under `reports` */
  t: Translate;
  gathered: Gathered;
  /** of reports that trace the store */
  store?: TracedStock;
}
