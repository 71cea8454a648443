import type { StaffId } from './ids.js';
import type { Instant } from './clock.js';

/** What every record of the ledger carries. Written once, never changed (laws 1 and 2). */
export interface Envelope extends Instant {
  _id: string;
  type: string;
  /** the box's record number, gapless from 1 */
  n: number;
  /** who wrote it */
  by: StaffId;
  /** version of the type; readers keep fields that they don't know */
  v: number;
}

/** A record as a station hands it to the ledger, which adds `n`, `at`, `by` and `v`. */
export type Draft<R extends Envelope> = Omit<R, 'n' | 'at' | 'clockUncertain' | 'by' | 'v'>;

export interface Words {
  hi: string;
  en: string;
}
