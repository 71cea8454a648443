import type { AdminStatus } from '../../node-server/admin/admin-api.js';

export type HealthReason =
  | 'store-failed'
  | 'record-damaged'
  | 'disk-full'
  | 'disk-low'
  | 'clock-uncertain'
  | 'sync-refused'
  | 'sync-old'
  | 'backup-no-key'
  | 'backup-old'
  | 'standby-silent';

export interface Health {
  level: 'good' | 'watch' | 'bad';
  /** worst first; words under `cli.health` */
  reasons: HealthReason[];
}

const GB = 1_000_000_000;
/** Below this a day's work may no longer fit. */
export const DISK_FULL = 0.2 * GB;
export const DISK_LOW = 2 * GB;
/** A line that is out for a day is ordinary; longer, and somebody should look at it. */
const SYNC_OLD_MS = 24 * 3_600_000;

const BAD: readonly HealthReason[] = ['store-failed', 'record-damaged', 'disk-full'];

/** Is the box healthy? Being without a line for a while is no illness. */
export function judgeHealth(status: AdminStatus): Health {
  const { disk, sync, clock } = status;
  const reasons: HealthReason[] = [];
  if (!status.store.ok) reasons.push(status.store.goesOn ? 'record-damaged' : 'store-failed');
  if (disk.freeBytes < DISK_FULL) reasons.push('disk-full');
  else if (disk.freeBytes < DISK_LOW) reasons.push('disk-low');
  if (clock.uncertain) reasons.push('clock-uncertain');
  if (sync.kind === 'refused') reasons.push('sync-refused');
  else if (sync.kind !== 'not-set' && sync.waiting > 0 && sync.oldestWaiting !== undefined) {
    if (Date.parse(clock.now) - Date.parse(sync.oldestWaiting) > SYNC_OLD_MS) reasons.push('sync-old');
  }
  if (status.backup?.hasKey === false) reasons.push('backup-no-key');
  else if (status.backup?.isOld) reasons.push('backup-old');
  if (status.standby?.isSilent) reasons.push('standby-silent');
  const level = reasons.some((reason) => BAD.includes(reason))
    ? 'bad'
    : reasons.length > 0
      ? 'watch'
      : 'good';
  return { level, reasons };
}
