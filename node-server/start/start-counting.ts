import { watchLocale, type Locale } from '../../templates/locale.js';
import { watchReports } from '../../templates/report-definitions.js';
import type { Backups } from '../backup/backups.js';
import type { BoxSync } from '../box-sync.js';
import type { Facility } from '../facility.js';
import { keepPastDays } from '../reports/keep-past-days.js';
import { KeptDays } from '../reports/kept-days.js';
import { openReportDesk } from '../reports/open-report-desk.js';
import type { ReportDesk } from '../reports/report-desk.js';
import { openSummaries, type Summaries } from '../summary/summaries.js';
import type { StartContext } from './start-context.js';

export interface Counting {
  /** the words of pages and reports */
  locale: Locale;
  summaries: Summaries;
  reports: ReportDesk;
}

/** The reports, what is kept of days that are over, and their summaries for the centre. */
export function startCounting(
  { folder, log, undo }: StartContext,
  { facility, sync, backups }: { facility: Facility; sync: BoxSync; backups: Backups },
): Counting {
  const { onTrouble } = log;
  const words = watchLocale({ missing: 'show', onTrouble });
  undo.add(() => {
    words.close();
  });
  const { locale } = words;
  const definitions = watchReports({ onTrouble });
  undo.add(() => {
    definitions.close();
  });
  const keptDays = new KeptDays(folder, onTrouble);
  undo.add(keepPastDays({ facility, keptDays, onTrouble }));
  const counting = { facility, definitions: () => definitions.current(), locale, keptDays };
  const summaries = openSummaries({ ...counting, onTrouble });
  undo.add(() => summaries.stop());
  const reports = openReportDesk({
    ...counting,
    sync: () => sync.state(),
    backups: () => backups.health(),
  });
  return { locale, summaries, reports };
}
