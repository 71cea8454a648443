export interface SyncPace {
  /** from a nudge to the push, so that what a station saves together travels together */
  settleMs: number;
  /** between two bundles that each need a new connection to the gateway */
  gatherMs: number;
  /** between cycles while nothing is written here: how late news from the centre may come */
  pullEveryMs: number;
  /** the same while something is expected, for which minutes count; see records/listen-closely.ts */
  listenEveryMs: number;
  /** a cycle in which nothing at all moves for so long is ended; longer than the longest request may take */
  watchdogMs: number;
}

/** Six checks an hour of some 700 bytes each: the line's idle hour stays below 5 kB. */
export const PACE: SyncPace = {
  settleMs: 2_000,
  gatherMs: 180_000,
  pullEveryMs: 600_000,
  listenEveryMs: 120_000,
  watchdogMs: 600_000,
};

/** Milliseconds from a cycle after which nothing waits to the next one, which only asks for news. */
export function untilNews(expected: boolean, { pullEveryMs, listenEveryMs }: SyncPace): number {
  return expected ? Math.min(listenEveryMs, pullEveryMs) : pullEveryMs;
}

export interface Nudge {
  /** what was written must not wait */
  urgent: boolean;
  /** the way to the centre costs no new connection now */
  warm: boolean;
  /** milliseconds since the last cycle ended */
  sinceLast: number;
}

/**
 * Milliseconds from a nudge to the cycle. One visit's bundle is a kilobyte over a connection that stands, and three
 * times that with the handshakes of a new one: there it waits for what else is written in the next minutes.
 */
export function untilCycle({ urgent, warm, sinceLast }: Nudge, { settleMs, gatherMs }: SyncPace): number {
  if (urgent || warm) return settleMs;
  // A clock that was set back says nothing about how long ago it was.
  return Math.max(settleMs, gatherMs - Math.max(0, sinceLast));
}
