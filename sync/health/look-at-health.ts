import type { LineHistory } from '../line-history.js';
import type { PushMark } from '../sync-mark.js';
import type { SyncStatus } from '../sync-status.js';
import type { HealthTeller } from './health-teller.js';

export interface LookParts {
  health: HealthTeller;
  status: SyncStatus;
  history: LineHistory;
  /** moved on elsewhere as records are confirmed */
  mark: PushMark;
  startsAt: number;
}

/** Adds to what the box knows of itself what its sync knows. */
export function lookAtHealth({ health, status, history, mark, startsAt }: LookParts): () => Promise<void> {
  const answered = (): number => mark.confirmed + (mark.ahead?.length ?? 0) - mark.refused.length;
  return async () => {
    await status.measure();
    const { waiting, oldestWaiting } = status.state;
    const before = answered();
    // A fresh connection may follow one on which much was confirmed.
    await health.look(() => Math.max(0, waiting - (answered() - before)), {
      ...history.lately(),
      ...(oldestWaiting === undefined ? {} : { oldestWaiting }),
      ...(startsAt === 0 ? {} : { startsAt }),
    });
  };
}
