import { FacilityError } from '../../records/facility-error.js';
import { BOXES_DATABASE } from '../centre-databases.js';
import type { RouterCouch } from '../router/router-couch.js';

/** A mark without history: it is written twice a minute. */
const LAST_WATCH = 'watch';

/** Longer than this without a watch, in milliseconds, and nobody watches. */
const WATCH_LATE_MS = 3 * 60_000;

/** When a watcher last went through all boxes, ISO 8601; null: never. */
export async function readLastWatch(couch: RouterCouch): Promise<string | null> {
  const at = (await couch.readLocal(BOXES_DATABASE, LAST_WATCH))?.['at'];
  return typeof at === 'string' ? at : null;
}

/** Another watcher that says so at the same moment says the same. */
export async function writeLastWatch(couch: RouterCouch, at: string): Promise<void> {
  try {
    await couch.writeLocal(BOXES_DATABASE, LAST_WATCH, { at });
  } catch (error) {
    if (!(error instanceof FacilityError && error.params['status'] === 409)) throw error;
  }
}

export function isWatchLate(watchedAt: string | null, now: number): boolean {
  return watchedAt === null || now - Date.parse(watchedAt) > WATCH_LATE_MS;
}
