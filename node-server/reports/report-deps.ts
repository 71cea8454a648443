import type { SyncState } from '../../sync/sync-state.js';
import type { Locale } from '../../templates/locale.js';
import type { ReportDefinitions } from '../../templates/report-definitions.js';
import type { BackupHealth } from '../backup/backup-api.js';
import type { Facility } from '../facility.js';
import type { KeptDays } from './kept-days.js';

/** What a report is made from. */
export interface ReportDeps {
  facility: Facility;
  /** as the files say at the moment: `watchReports().current` */
  definitions: () => ReportDefinitions;
  locale: Locale;
  sync?: () => SyncState;
  backups?: () => BackupHealth;
  /** absent: every day is read from its records each time */
  keptDays?: KeptDays;
  /** hears how many days of how many have been read */
  onProgress?: (done: number, total: number) => void;
}
