import { startReplication, type Replication } from '../../sync/replicate.js';
import type { SyncState } from '../../sync/sync-state.js';
import type { Contender, ContenderOptions } from './contender.js';

const HOUR_MS = 3_600_000;

/** The fallback as a box runs it, in cycles that it starts, and starts again after a break, by itself. */
export function tunedContender({ databases, centre, box }: ContenderOptions): Contender {
  let replication: Replication | null = null;
  let arrived: () => void = () => undefined;
  const onState = (state: SyncState): void => {
    if (isDone(state)) arrived();
  };

  async function cycle(): Promise<void> {
    const done = new Promise<void>((resolve) => (arrived = resolve));
    if (replication === null) {
      const { records, shared, inbox } = databases;
      const log = { info: () => undefined, warn: () => undefined };
      const stores = { records: records as PouchDB.Database, shared, inbox };
      // Its first cycle begins at once.
      replication = startReplication({ ...stores, centre, box, now: Date.now, onState, log });
    } else if (isDone(await replication.syncNow({ timeoutMs: HOUR_MS }))) {
      return;
    }
    await done;
  }

  return { push: cycle, pull: cycle, close: async () => replication?.stop() };
}

function isDone({ kind, waiting }: SyncState): boolean {
  return kind === 'up-to-date' && waiting === 0;
}
