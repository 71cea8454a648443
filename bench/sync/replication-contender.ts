import { HealthTeller } from '../../sync/health/health-teller.js';
import { startReplication, type Replication } from '../../sync/replicate.js';
import type { SyncState } from '../../sync/sync-state.js';
import type { Contender, ContenderOptions } from './contender.js';

const HOUR_MS = 3_600_000;

/** What a box on a laptop says of itself on an ordinary day; the sync adds its part. */
const ORDINARY = {
  ...{ version: '1.0.0', diskFreeMb: 101_234, diskTotalMb: 240_057 },
  ...{ lastBackup: '2026-11-27T14:05:00.000Z', certificateEnds: '2027-12-30T00:00:00.000Z' },
  ...{ onBattery: false, batteryPercent: 100 },
};

/** A box's own sync as it runs there: it starts its cycles, and starts them again after a break, by itself. */
export function replicationContender({ databases, centre, box }: ContenderOptions): Contender {
  const waiters = new Set<(state: SyncState) => void>();
  const health = new HealthTeller({
    gather: () => Promise.resolve(ORDINARY),
    now: Date.now,
    onTrouble: (error) => {
      throw error;
    },
  });
  let replication: Replication | null = null;

  function start(): Replication {
    return startReplication({
      ...databases,
      centre,
      box,
      now: Date.now,
      health,
      onState: (state) => waiters.forEach((waiter) => waiter(state)),
      log: { info: () => undefined, warn: () => undefined },
    });
  }

  /** Resolves with the first state from now on that is so. */
  function seen(so: (state: SyncState) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const waiter = (state: SyncState): void => {
        if (!so(state)) return;
        waiters.delete(waiter);
        resolve();
      };
      waiters.add(waiter);
    });
  }

  async function push(): Promise<void> {
    const noticed = seen(({ waiting }) => waiting > 0);
    const standing = replication;
    replication ??= start();
    standing?.nudge();
    await noticed;
    const confirmed = seen(({ waiting }) => waiting === 0);
    // The first cycle has begun by itself; else this does not wait for others who may write.
    void standing?.syncNow({ timeoutMs: HOUR_MS });
    await confirmed;
  }

  async function pull(): Promise<void> {
    const done = seen(isDone);
    const standing = replication;
    replication ??= start();
    if (standing && isDone(await standing.syncNow({ timeoutMs: HOUR_MS }))) return;
    await done;
  }

  return { push, pull, close: async () => replication?.stop() };
}

function isDone({ kind, waiting }: SyncState): boolean {
  return kind === 'up-to-date' && waiting === 0;
}
