import type { SyncPace } from '../../sync/cadence.js';
import type { Centre } from '../../sync/centre-database.js';
import { HealthTeller } from '../../sync/health/health-teller.js';
import { startBoxSync, type BoxSync } from '../box-sync.js';
import { centreOf } from '../centre-of.js';
import { gatherHealth, type HealthParts } from '../health/gather-health.js';
import { watchReferrals } from '../referrals/watch-referrals.js';
import { liveFeed } from '../stations/live-feed.js';
import type { OpenLedger } from './open-ledger.js';
import type { StartContext } from './start-context.js';

export interface Travel {
  /** null while none is set */
  centre: Centre | null;
  sync: BoxSync;
  health: HealthTeller;
  /** Names what the box's health is gathered from, once it is there; until then the centre is told nothing of it. */
  tellHealthOf(parts: HealthParts): void;
}

/** What goes up to the centre and what comes down from it. */
export async function startTravel(
  { folder, settings, secrets, now, log, undo }: StartContext,
  { facility, seals }: OpenLedger,
  pace: Partial<SyncPace>,
): Promise<Travel> {
  const { onTrouble } = log;
  let healthParts: HealthParts | null = null;
  const health = new HealthTeller({
    gather: () => (healthParts ? gatherHealth(healthParts) : Promise.resolve(null)),
    now,
    onTrouble,
  });
  const centre = centreOf(settings, secrets);
  const sync = startBoxSync({
    ...{ folder, facility, settings, centre, seals, health, now, pace, log: log.write },
  });
  undo.add(() => sync.stop());
  undo.add(
    await watchReferrals(facility, {
      onNews: () => {
        liveFeed(facility).tellChange();
      },
      onTrouble,
    }),
  );
  return {
    ...{ centre, sync, health },
    tellHealthOf: (parts) => {
      healthParts = parts;
    },
  };
}
