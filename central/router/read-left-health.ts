import type { BoxId } from '../../records/ids.js';
import { readHealth } from '../../sync/health/pack-health.js';
import type { Contact } from '../monitor/contact.js';

/** A clock that is farther off has told its year wrong, and that much is said. */
const MOST_CLOCK_ERROR_S = 1e10;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/**
 * What a box left, as far as it can be true; null where it does not even say when. A time that is still to come is now:
 * who has no clock of the centre's to read says its own.
 */
export function readLeftHealth(box: BoxId, left: Record<string, unknown>, now: number): Contact | null {
  const { at, clockErrorS, confirmed, waiting, health } = left;
  if (typeof at !== 'string' || !INSTANT.test(at) || Number.isNaN(Date.parse(at))) return null;
  const sound = readHealth(health);
  return {
    box,
    at: new Date(Math.min(Date.parse(at), now)).toISOString(),
    by: 'replication',
    ...(sound ? { health: sound } : {}),
    ...(isWithin(clockErrorS, -MOST_CLOCK_ERROR_S, MOST_CLOCK_ERROR_S) ? { clockErrorS } : {}),
    ...(isWithin(confirmed, 1, Number.MAX_SAFE_INTEGER) ? { confirmedN: confirmed } : {}),
    ...(isWithin(waiting, 0, Number.MAX_SAFE_INTEGER) ? { waiting } : {}),
  };
}

function isWithin(value: unknown, least: number, most: number): value is number {
  return Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;
}
