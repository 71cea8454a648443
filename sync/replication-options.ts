import type { BoxId } from '../records/ids.js';
import type { LedgerRecord } from '../records/ledger-record.js';
import type { SyncPace } from './cadence.js';
import type { Centre } from './centre-database.js';
import type { LineLimits } from './centre-line.js';
import type { HealthTeller } from './health/health-teller.js';
import type { Patience } from './exchange/silence-watch.js';
import type { Forerunner } from './forerunner.js';
import type { SyncPolicy } from './lanes.js';
import type { SyncState } from './sync-state.js';
import type { SyncLog } from './sync-status.js';
import type { Timers } from './watchdog.js';

export interface ReplicationOptions {
  records: PouchDB.Database;
  shared: PouchDB.Database;
  inbox: PouchDB.Database;
  papers: PouchDB.Database;
  /** does this record go before all others? */
  isUrgent?: (record: LedgerRecord) => boolean;
  /** what the operator allows the line; read before each bundle */
  policy?: () => SyncPolicy;
  /** null while the box has no centre */
  centre: Centre | null;
  box: BoxId;
  /** the boxes that this one took over from, oldest first; the last one's `upTo` is where its own records begin */
  forerunners?: Forerunner[];
  /** where late records of those boxes go */
  takenIn?: PouchDB.Database | null;
  /** late records came */
  onTakenIn?: () => void;
  /** milliseconds since 1970 */
  now: () => number;
  /** called with each change of the state */
  onState?: (state: SyncState) => void;
  log: SyncLog;
  /** whether news are expected for which minutes count; asked after each cycle; absent: never */
  expectsNews?: () => boolean;
  /** says when the centre should hear how this box is; absent: never */
  health?: HealthTeller;
  /** awaited before each cycle: what it writes goes with the cycle; must not throw */
  beforeCycle?: () => Promise<void>;
  /** milliseconds until the next try after so many failures in a row */
  retry?: (failures: number) => number;
  pace?: Partial<SyncPace>;
  limits?: LineLimits;
  patience?: Patience;
  timers?: Timers;
}
