import type { Test } from 'tap';
import type { Facility } from '../node-server/facility.js';
import { HistoryDesk } from '../node-server/history/history-desk.js';
import { KeptHistories } from '../node-server/history/kept-histories.js';
import { openReportDesk } from '../node-server/reports/open-report-desk.js';
import type { Centre } from '../sync/centre-database.js';
import { openLocale } from '../templates/locale.js';
import { loadReports } from '../templates/report-definitions.js';

/** What the stations need of a box beside its facility, where nothing else of it runs. */
export async function sampleParts(
  t: Pick<Test, 'teardown'>,
  facility: Facility,
  folder: string,
  centre: Centre | null = null,
) {
  const kept = await KeptHistories.open(folder, () => facility.now());
  const onTrouble = (error: unknown): void => {
    throw error;
  };
  const history = new HistoryDesk({ facility, kept, centre, onTrouble });
  t.teardown(async () => {
    await history.close();
    await kept.close();
  });
  return { ...reportsOnly(facility), history };
}

/** The same without whoever asks the centre. */
export function reportsOnly(facility: Facility) {
  return {
    readStatus: () => Promise.reject(new Error('no status here')),
    reports: openReportDesk({ facility, definitions: () => loadReports(), locale: openLocale() }),
  };
}
