import { setTimeout as sleep } from 'node:timers/promises';
import { statusOf } from '../centre-refusal.js';
import { readIndexProgress } from '../index-progress.js';
import type { CentreWork } from './centre-work.js';
import type { Design } from './ensure-design.js';

/** CouchDB answers so while it still builds a view that was asked for. */
const STILL_BUILDING = new Set([500, 503, 504]);
/** How long one question waits; CouchDB goes on building after it. */
const ASK_MS = 2_000;
const PAUSE_MS = 500;
/** Questions in a row, half an hour of them, between which the index got no further. */
const MOST_IDLE = 720;

/**
 * Has CouchDB build the index of a design document, and tells how far it is: whoever asks it then waits no more. One
 * view is asked for, since those of a design document share their index. Throws what nano throws where CouchDB answers
 * anything else, or gets no further.
 */
export async function awaitIndex(
  work: Pick<CentreWork, 'nano' | 'tell' | 'signal'>,
  db: string,
  design: string,
  views: NonNullable<Design['views']>,
): Promise<void> {
  const [view] = Object.keys(views);
  if (view === undefined) return;
  const { nano, tell, signal } = work;
  const path = `_design/${design}/_view/${view}`;
  for (let seen = -1, idle = 0; ; idle += 1) {
    signal?.throwIfAborted();
    const over = AbortSignal.timeout(ASK_MS);
    try {
      const request = { db, path, qs: { limit: 1, reduce: false }, signal: over };
      await nano.request(request);
      return;
    } catch (error) {
      if (!over.aborted && !STILL_BUILDING.has(statusOf(error) ?? 0)) throw error;
      const { done, total } = await readIndexProgress(nano, db, `_design/${design}`);
      tell?.({ step: 'centre.indexes', done, total, unit: 'records' });
      // On a cluster other copies may answer the next time, which are not as far.
      if (done > seen) idle = 0;
      if (idle >= MOST_IDLE) throw error;
      seen = Math.max(seen, done);
      await sleep(PAUSE_MS);
    }
  }
}
