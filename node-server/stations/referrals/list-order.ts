const DAY_MS = 86_400_000;
/** An open one that nobody has ended for so long is rather forgotten than waiting. */
const STALE_DAYS = 7;
/** Ended ones of so many days stand in the list at first. */
const RECENT_DAYS = 14;
const MOST = 100;
/** Whoever looks for an older one scans or types its code. */
const MOST_OF_ALL = 500;

export interface Listed {
  id: string;
  urgent?: boolean;
  at: string;
}

export interface ListOrder {
  /** milliseconds since 1970 */
  now: number;
  open: ReadonlySet<string>;
  /** those about which something is to be read */
  news: ReadonlySet<string>;
  /** also what ended long ago */
  everything: boolean;
}

/**
 * Those with news first; then open ones, of them the urgent, then those that wait longest; then stale ones; then the
 * latest of those that have ended. `more`: how many are left out.
 */
export function listOrder<R extends Listed>(
  all: readonly R[],
  { now, open, news, everything }: ListOrder,
): { shown: R[]; more: number } {
  const rank = ({ id, at }: R): number => {
    if (news.has(id)) return 0;
    if (!open.has(id)) return 3;
    return isStale(at, now) ? 2 : 1;
  };
  const isRecent = ({ at }: R): boolean => Date.parse(at) > now - RECENT_DAYS * DAY_MS;
  const ordered = all
    .map((one) => ({ one, rank: rank(one), urgent: Number(one.urgent ?? false) }))
    .filter(({ one, rank }) => everything || rank < 3 || isRecent(one))
    .sort((a, b) => {
      if (a.rank !== b.rank) return a.rank - b.rank;
      if (a.rank < 3 && a.urgent !== b.urgent) return b.urgent - a.urgent;
      const earlier = a.one.at < b.one.at ? -1 : 1;
      return a.rank === 1 ? earlier : -earlier;
    });
  const shown = ordered.slice(0, everything ? MOST_OF_ALL : MOST).map(({ one }) => one);
  return { shown, more: all.length - shown.length };
}

export function isStale(at: string, now: number): boolean {
  return Date.parse(at) < now - STALE_DAYS * DAY_MS;
}
