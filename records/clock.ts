/** More than this behind the last record and the box's clock is not to be believed. */
const TOLERANCE_MS = 2_000;

export interface Instant {
  /** UTC, ISO 8601 with milliseconds */
  at: string;
  /** present where the box's clock stood behind its own last record */
  clockUncertain?: true;
}

/**
 * The time to write on the next record: the later of the clock and the last record plus the `elapsed` milliseconds
 * since (a box without a clock battery says 1970 after a power cut), marked where the clock was clearly behind.
 */
export function nextInstant(lastAt: string | null, now: number, elapsed = 0): Instant {
  const last = lastAt === null ? -Infinity : Date.parse(lastAt) + Math.max(0, Math.floor(elapsed));
  if (now >= last) return { at: new Date(now).toISOString() };
  const at = new Date(last).toISOString();
  return last - now > TOLERANCE_MS ? { at, clockUncertain: true } : { at };
}
