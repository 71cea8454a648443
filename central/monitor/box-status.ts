import type { BoxId } from '../../records/ids.js';
import type { BoxHealth } from '../../sync/health/box-health.js';

/** By which way a box was heard: through a gateway, by stock replication, or by a stick that somebody carried. */
export type ContactRoad = 'gateway' | 'replication' | 'stick';

/**
 * What the centre knows of a box. Times are ISO 8601 UTC. What it has not been told is absent, and not judged.
 */
export interface BoxStatus extends Omit<BoxHealth, 'at'> {
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
  /** ledger numbers below `confirmedN` that the centre lacks, and that the box does not hold back */
  gaps?: number;
  /** when the box told how it is: the fields of BoxHealth, and its clock less the centre's, in seconds */
  healthAt?: string;
  clockErrorS?: number;
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
