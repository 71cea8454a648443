import type { SyncPace } from '../sync/cadence.js';
import type { Centre } from '../sync/centre-database.js';
import type { HealthTeller } from '../sync/health/health-teller.js';
import { startReplication, type Replication } from '../sync/replicate.js';
import type { BoxSettings } from './box-folder/box-settings.js';
import { readBoxFolder } from './box-folder/read-box-folder.js';
import type { Facility } from './facility.js';
import type { LogEntry } from './frame-context.js';
import { isUrgent } from './is-urgent.js';
import { expectsNews } from './referrals/expects-news.js';
import type { Seals } from './seals.js';
import { liveFeed } from './stations/live-feed.js';

/** `nadi sync now` hears of a slow line's progress after this long */
const SYNC_NOW_MS = 25_000;

export interface BoxSyncOptions {
  folder: string;
  facility: Facility;
  settings: BoxSettings;
  /** null while none is set */
  centre: Centre | null;
  seals: Seals;
  health: HealthTeller;
  log: (entry: LogEntry) => void;
  /** milliseconds since the epoch */
  now: () => number;
  /** how often this box speaks with the centre, where not as all do */
  pace: Partial<SyncPace>;
}

export type BoxSync = ReturnType<typeof startBoxSync>;

/** Sync of the databases that are open now; a store that was opened anew after a failed write gets a new one. */
export function startBoxSync(options: BoxSyncOptions) {
  const { folder, facility, settings, centre, seals, health, log, now, pace } = options;
  let policy = settings.sync ?? {};
  let urgentWaiting = 0;
  /** What the operator changed meanwhile; settings that cannot be read now change nothing. */
  const readPolicy = async (): Promise<void> => {
    const read = await readBoxFolder(folder).catch(() => null);
    if (read) policy = read.settings.sync ?? {};
  };
  const begin = (): Replication =>
    startReplication({
      ...facility.databases,
      centre,
      box: settings.box,
      forerunners: facility.forerunners(),
      isUrgent: (record) => isUrgent(record, facility.reference),
      expectsNews: () => expectsNews(facility),
      policy: () => policy,
      onState: (state) => {
        if (urgentWaiting === (state.urgentWaiting ?? 0)) return;
        urgentWaiting = state.urgentWaiting ?? 0;
        liveFeed(facility).tellChange();
      },
      health,
      takenIn: facility.takenIn?.database ?? null,
      onTakenIn: () => void facility.takeIn(),
      now,
      pace,
      beforeCycle: async () => {
        await readPolicy();
        await seals.sealForSync();
      },
      log: {
        info: (message) => {
          log({ level: 'info', message });
        },
        warn: (message, fields = {}) => {
          const { code } = fields;
          log({ level: 'warn', message, ...(typeof code === 'string' ? { code } : {}) });
        },
      },
    });
  let running = begin();
  let pausing: Promise<unknown> = Promise.resolve();
  let isStopped = false;
  facility.followSync({
    travel: (record) => running.travel(record),
    heardAt: () => running.state().heardAt ?? null,
  });
  facility.onWritten((records) => {
    // Looks wake nobody: they travel with the next record, or with the next cycle.
    if (records.some(({ type }) => type !== 'access')) running.nudge(records);
  });
  facility.onReopening({
    before: () => running.stop(),
    after: () => {
      running = begin();
    },
  });
  return {
    state: () => running.state(),
    report: async () => {
      await readPolicy();
      return running.report();
    },
    syncNow: async () => {
      // A full disk keeps nothing from being sent.
      await seals.sealNow().catch(seals.onTrouble);
      return running.syncNow({ timeoutMs: SYNC_NOW_MS });
    },
    /** What `work` changes of the marks counts from then on; the line rests meanwhile. */
    paused: <T>(work: () => Promise<T>): Promise<T> =>
      (pausing = pausing
        .catch(() => undefined)
        .then(async () => {
          await running.stop();
          try {
            return await work();
          } finally {
            // A store that was opened anew meanwhile has begun one.
            await running.stop();
            if (!isStopped) running = begin();
          }
        })) as Promise<T>,
    stop: async () => {
      isStopped = true;
      await pausing.catch(() => undefined);
      await running.stop();
    },
  };
}
