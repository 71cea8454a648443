import type { BoxRow, StandingAlert } from './box-row.js';

/** In `backupTrouble`: nobody has made the recovery key yet, without which no backup begins. */
const NO_KEY = 'backup-no-key';

/** Key under `boxes.alert` and `boxes.todo` of what an alert says of this box. */
export function alertKey({ status }: Pick<BoxRow, 'status'>, { kind }: Pick<StandingAlert, 'kind'>): string {
  const isKeyless = kind === 'backup' && status.backupTrouble === NO_KEY && status.lastBackup === undefined;
  return isKeyless ? 'backup-no-key' : kind;
}
