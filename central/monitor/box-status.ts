import type { BoxId } from '../../records/ids.js';
import type { LineKind } from '../../sync/line-history.js';

/** By which way a box was heard: through a gateway, by stock replication, or by a stick that somebody carried. */
export type ContactRoad = 'gateway' | 'replication' | 'stick';

/**
 * What the centre knows of a box. Times are ISO 8601 UTC. What it has not been told is absent, and not judged.
 */
export interface BoxStatus {
  /** when the box was last heard; by stick: when the stick was written */
  lastContact?: string;
  contactBy?: ContactRoad;
  /** when it was last heard by line, where that may be another time */
  lineContact?: string;
  /** the highest number of its ledger that the centre has */
  confirmedN?: number;
  /** when it was last told what the box still holds alone */
  waitingAt?: string;
  /** records that the box still holds alone */
  waiting?: number;
  /** when the oldest of them was written */
  oldestWaiting?: string;
  /** ledger numbers below `confirmedN` that the centre lacks, and that the box does not hold back */
  gaps?: number;
  /** the box's clock less the centre's, in seconds */
  clockErrorS?: number;
  /** when the box told what follows */
  healthAt?: string;
  diskFreeMb?: number;
  diskTotalMb?: number;
  /** the last backup that was read back whole */
  lastBackup?: string;
  /** code of why the last one did not come about */
  backupTrouble?: string;
  /** of the certificate with which the box's own pages are served */
  certificateEnds?: string;
  /** code of what the store cannot do: `disk-full`, `store-failed`, `record-damaged`, … */
  storeTrouble?: string;
  version?: string;
  /** absent where the box has neither battery nor UPS */
  onBattery?: boolean;
  batteryPercent?: number;
  /** as last measured */
  lineBytesPerS?: number;
  lineKind?: LineKind;
  /** numbers of its ledger up to there are those of the boxes that it took over from */
  startsAt?: number;
}

/** `box:<code>` in `boxes`. */
export interface BoxStatusDocument extends BoxStatus {
  type: 'box';
  v: 1;
  box: BoxId;
}

export function boxStatusId(box: BoxId): string {
  return `box:${box}`;
}

/** The status as it stood at an hour of the day, without what hardly changes within one. */
export interface BoxSample extends Pick<
  BoxStatus,
  | 'waiting'
  | 'oldestWaiting'
  | 'clockErrorS'
  | 'diskFreeMb'
  | 'storeTrouble'
  | 'onBattery'
  | 'batteryPercent'
  | 'lineBytesPerS'
  | 'lineKind'
> {
  at: string;
}

/** `box-day:<code>:<yyyymmdd>` in `boxes`: a day in India, with one sample an hour at most. */
export interface BoxDayDocument {
  type: 'box-day';
  v: 1;
  box: BoxId;
  day: string;
  /** by the hour in India, `00` to `23` */
  samples: Record<string, BoxSample>;
}

export function boxDayId(box: BoxId, day: string): string {
  return `box-day:${box}:${day}`;
}
