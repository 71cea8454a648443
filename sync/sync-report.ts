import type { SyncPolicy } from './lanes.js';
import type { LineSlot } from './line-history.js';
import type { SyncState } from './sync-state.js';
import type { UrgentCount } from './urgent-trail.js';
import type { WaitingPapersCount } from './waiting-papers.js';

/** Everything that an operator may know of sync: GET /sync over the admin socket. */
export interface SyncReport extends SyncState {
  /** what the waiting records make, packed as they travel; bytes, reckoned */
  bytesLeft: number;
  /** bytes per second, as last measured; absent where the line was never measured */
  speed?: number;
  urgent: UrgentCount;
  /** scans and photos; absent where the centre has no gateway: they travel only through it */
  papers?: WaitingPapersCount;
  /** bytes of today through the gateway, both ways; absent where the centre has none: nobody counts them */
  spentToday?: number;
  /** what the operator allows the line */
  limits: SyncPolicy;
  /** the last day, half hour by half hour, oldest first; empty while the box has no centre */
  line: LineSlot[];
}

/** Minutes until everything is at the centre at the present speed, at least 1; null where no speed is known. */
export function minutesLeft({ bytesLeft, papers, speed, waiting }: SyncReport): number | null {
  const bytes = bytesLeft + (papers?.bytes ?? 0);
  if (speed === undefined || speed === 0 || (waiting === 0 && bytes === 0)) return null;
  return Math.max(1, Math.ceil(bytes / speed / 60));
}
