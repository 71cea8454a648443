import type { Report, Trace } from '../../records/report.js';
import type { DoubtLimits } from '../../records/stock-trace/stock-doubt.js';
import type { Language } from '../../templates/locale.js';
import type { ListedReport } from './list-reports.js';

/** Hears how many days of how many have been read. */
export type OnDays = (done: number, total: number) => void;

/** The reports of this box, for pages and commands. A period is as people type it: see `readPeriod`. */
export interface ReportDesk {
  /** from where on the stock report doubts an adjustment, as its file says now */
  doubtLimits: () => DoubtLimits;
  list(language: Language): ListedReport[];
  /** Throws `not-found`, and `bad-input` for a wrong period. */
  build(id: string, period: string, language: Language, onDays?: OnDays): Promise<Report>;
  trace(id: string, period: string, figure: string, language: Language): Promise<Trace>;
}
