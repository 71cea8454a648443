import { FacilityError } from '../records/facility-error.js';
import type { CentreDatabase } from './centre-database.js';
import { confirmCount, type CountOutcome } from './confirm-count.js';
import { followForerunner } from './forerunner.js';
import type { Forerunner, ForerunnerState } from './forerunner.js';
import type { NewsCursors } from './exchange/messages.js';
import type { HealthLeaver } from './health/leave-health.js';
import { pullDown } from './pull-down.js';
import { pushLedger, pushRefused } from './push-ledger.js';
import { recount } from './recount.js';
import { writePushMark } from './sync-mark.js';
import type { PushMark } from './sync-mark.js';
import { exchangeCycle, type ExchangeCycle } from './exchange-cycle.js';
import type { BoxId } from '../records/ids.js';

/** What the way through the gateway needs. */
export type Gateway = Pick<
  ExchangeCycle,
  'line' | 'news' | 'urgent' | 'papers' | 'checkpoints' | 'health' | 'policy' | 'onHeldBack'
>;

/** What the cycles of one replication work on. */
export interface CycleParts {
  box: BoxId;
  /** the way through the gateway; null where the centre has none */
  gateway: Gateway | null;
  records: PouchDB.Database;
  centre: CentreDatabase;
  /** looks at how the box is, so that it can be told */
  look: () => Promise<void>;
  /** tells how the box is where it goes by stock replication; null: nobody says it */
  leaver: HealthLeaver | null;
  mark: PushMark;
  /** the local database and the one at the centre that fills it */
  downs: { database: keyof NewsCursors; local: PouchDB.Database; from: CentreDatabase }[];
  /** records that the centre still lacked after the last full comparison; more than these start another */
  knownShort: number;
  /** records up to there are those of the boxes that this one took over from */
  startsAt: number;
  /** the way to each of those boxes' databases */
  forerunners: { forerunner: Forerunner; centre: CentreDatabase }[];
  takenIn: PouchDB.Database | null;
  onForerunner: (state: ForerunnerState) => void;
  onTakenIn: () => void;
  now: () => number;
  /** waits, in milliseconds, or throws when `signal` ends the cycle */
  pause: (ms: number, signal: AbortSignal) => Promise<void>;
  /** milliseconds until the next try after so many failures in a row */
  retry: (failures: number) => number;
  /** the centre has answered for a batch of records */
  onProgress: () => void;
  /** the centre has lost what it had confirmed */
  onForgotten: () => void;
  onReceived: (count: number) => void;
  /** bytes go through the gateway's line: of bundles so far, and per second */
  onMoved: (moved: { bytes: number; speed: number }) => void;
}

export interface CycleOrder {
  /** through the gateway where there is one; else by stock replication */
  by: 'exchange' | 'replication';
  pull: boolean;
  batchSize: number;
  signal: AbortSignal;
}

/**
 * Push, compare, pull. Throws `centre-unreachable` or `centre-refused`; neither way keeps the other from going where
 * only one is refused. Returns false where records were written meanwhile and wait for another cycle.
 */
export async function runCycle(parts: CycleParts, order: CycleOrder): Promise<boolean> {
  const { gateway } = parts;
  const complete =
    gateway && order.by === 'exchange'
      ? await exchangeCycle({ ...parts, ...gateway, offerRefused: order.pull, signal: order.signal })
      : await replicationCycle(parts, order);
  for (const { forerunner, centre } of order.pull ? parts.forerunners : []) {
    const { records, takenIn, onTakenIn } = parts;
    const work = { records, takenIn, centre, forerunner, signal: order.signal, onTakenIn };
    parts.onForerunner(await followForerunner(work));
  }
  return complete;
}

async function replicationCycle(parts: CycleParts, order: CycleOrder): Promise<boolean> {
  const refusals: FacilityError[] = [];
  let complete = true;
  try {
    complete = await push(parts, order);
  } catch (error) {
    await forgetIfGone(parts, error);
    refusals.push(oneSided(error));
  }
  const news = parts.gateway?.news;
  await news?.read();
  for (const { database, local, from: centre } of order.pull ? parts.downs : []) {
    try {
      const since = news?.cursors[database];
      const pulled = await pullDown({ ...order, local, centre, ...(since === undefined ? {} : { since }) });
      // The next exchange goes on from there.
      if (pulled.to !== undefined) await news?.moveTo(database, pulled.to);
      parts.onReceived(pulled.count);
    } catch (error) {
      refusals.push(oneSided(error));
    }
  }
  await parts.look();
  if (order.pull || parts.leaver?.isDue) await parts.leaver?.leave(parts.mark.confirmed);
  if (refusals[0]) throw refusals[0];
  return complete;
}

/** A refusal of one database, which says nothing about the others; anything else is thrown on. */
function oneSided(error: unknown): FacilityError {
  // A wrong password is wrong everywhere, and CouchDB locks a user out who tries it too often.
  const refused =
    error instanceof FacilityError && error.code === 'centre-refused' && error.params['status'] !== 401;
  if (!refused) throw error;
  return error;
}

async function push(parts: CycleParts, order: CycleOrder): Promise<boolean> {
  const { records, centre, mark, now, onProgress } = parts;
  const { signal, batchSize, pull } = order;
  const work = { records, centre, mark, batchSize, signal, now, onProgress };
  await pushLedger(work);
  // Not with each nudge: they would go up again with every record that someone writes.
  if (pull) await pushRefused(work);
  const look = (): Promise<CountOutcome> =>
    confirmCount(records, centre, mark.confirmed, mark.refused.length, parts.startsAt);
  const first = await look();
  let count = await recount({
    first,
    copies: centre.copies(),
    lacking: (seen) => (seen.outcome === 'short' ? Math.max(0, seen.by - parts.knownShort) : 0),
    look,
    pause: (ms) => parts.pause(ms, signal),
  });
  if (count.outcome === 'short' && count.by > parts.knownShort) {
    await forget(parts);
    await pushLedger(work);
    count = await look();
  }
  if (count.outcome === 'more-to-send') return false;
  parts.knownShort = count.outcome === 'short' ? count.by : 0;
  if (count.outcome !== 'complete') throw countDiffers(count.outcome, count.by, centre.name);
  if (mark.refused.length === 0) {
    mark.lastConfirmed = new Date(now()).toISOString();
    await writePushMark(records, mark);
  }
  return true;
}

/** A database that the centre no longer has holds nothing, whatever it once confirmed. */
async function forgetIfGone(parts: CycleParts, error: unknown): Promise<void> {
  const gone =
    error instanceof FacilityError && error.code === 'centre-refused' && error.params['status'] === 404;
  if (gone && (parts.mark.confirmed > parts.startsAt || parts.mark.refused.length > 0)) await forget(parts);
}

async function forget({ records, mark, onForgotten, startsAt }: CycleParts): Promise<void> {
  mark.confirmed = startsAt;
  mark.refused = [];
  await writePushMark(records, mark);
  onForgotten();
}

function countDiffers(outcome: 'short' | 'ahead', by: number, database: string): FacilityError {
  const params = { records: by, database, why: outcome === 'short' ? 'lacks' : 'ahead' };
  if (outcome === 'short') {
    return new FacilityError(
      'centre-refused',
      `After everything was sent the centre lacks ${by} of this box's records`,
      {
        hint: 'hints.deletedThere',
        params,
      },
    );
  }
  return new FacilityError('centre-refused', `The centre holds ${by} records more than this box`, {
    hint: 'hints.oldBackup',
    params,
  });
}
