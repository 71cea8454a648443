import type { LineKind } from '../line-history.js';

/** How a box is, as it tells the centre; nothing of any patient. What it does not know is absent. Times are UTC. */
export interface BoxHealth {
  /** the box's own clock when this leaves it */
  at?: string;
  version?: string;
  diskFreeMb?: number;
  diskTotalMb?: number;
  /** the last backup that was read back whole */
  lastBackup?: string;
  /** code of why the last one did not come about */
  backupTrouble?: string;
  /** of the certificate with which its pages are served */
  certificateEnds?: string;
  /** code of what the store cannot do */
  storeTrouble?: string;
  /** absent where there is neither battery nor UPS */
  onBattery?: boolean;
  batteryPercent?: number;
  lineBytesPerS?: number;
  lineKind?: LineKind;
  /** when the oldest record was written that the centre has not confirmed */
  oldestWaiting?: string;
  /** records up to there are those of the boxes that this one took over from; absent: none */
  startsAt?: number;
}

/** In `backupTrouble`: a key is there, and after a day still no backup. */
export const NO_BACKUP = 'backup-none';

/** What only the sync knows of it. */
export type SyncHealth = Pick<BoxHealth, 'lineBytesPerS' | 'lineKind' | 'oldestWaiting' | 'startsAt'>;

/** The rest. */
export type OwnHealth = Omit<BoxHealth, keyof SyncHealth | 'at'>;
