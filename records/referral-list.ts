import { dayOf, type Day } from './day.js';
import type { SentState } from './referral-steps.js';

const DAY_MS = 86_400_000;
/** An open one that nobody has ended for so long is rather forgotten than waiting. */
const STALE_DAYS = 7;

/** What a list has to know of a referral. */
export interface ListedReferral {
  id: string;
  /** came, or was sent from here */
  way: 'in' | 'out';
  /** when it was written */
  at: string;
  /** when something was last said of it */
  lastAt: string;
  urgent: boolean;
  state: SentState;
  open: boolean;
  /** a word of the other end that nobody here has read yet */
  news: boolean;
}

/** What a list can be narrowed to. `open`: what asks for something to be done or read; `ended`: all else. */
export const REFERRAL_PICKS = {
  open: ({ open, news }) => open || news,
  unanswered: ({ state }) => state === 'waiting' || state === 'received',
  accepted: ({ state }) => state === 'accepted',
  arrived: ({ state }) => state === 'arrived',
  undelivered: ({ state }) => state === 'undelivered',
  ended: ({ open }) => !open,
  returned: ({ state }) => state === 'returned',
  seen: ({ state }) => state === 'seen' || state === 'closed',
  cancelled: ({ state }) => state === 'cancelled',
  superseded: ({ state }) => state === 'superseded',
  paper: ({ state }) => state === 'paper',
} as const satisfies Record<string, (one: ListedReferral) => boolean>;

export type ReferralPick = keyof typeof REFERRAL_PICKS;

export interface ReferralFilter {
  pick: ReferralPick;
  way?: 'in' | 'out';
  /** the days on which something was last said */
  from?: Day;
  to?: Day;
}

/**
 * The referrals that a list shows, in its order: those with news; then the open ones, of them the urgent, then those
 * that wait longest; then those that are rather forgotten; then what has ended, the latest first.
 */
export function listReferrals<R extends ListedReferral>(
  all: readonly R[],
  { pick, way, from = '', to = '9' }: ReferralFilter,
  now: number,
): R[] {
  const isMeant = (one: R): boolean => {
    const day = dayOf(one.lastAt);
    return (way === undefined || one.way === way) && REFERRAL_PICKS[pick](one) && day >= from && day <= to;
  };
  return all.filter(isMeant).sort((a, b) => {
    const rank = rankOf(a, now);
    if (rank !== rankOf(b, now)) return rank - rankOf(b, now);
    if (rank < ENDED && a.urgent !== b.urgent) return a.urgent ? -1 : 1;
    if (rank === WAITS) return compare(a.at, b.at);
    return compare(b.lastAt, a.lastAt);
  });
}

const [NEWS, WAITS, STALE, ENDED] = [0, 1, 2, 3];

function rankOf(one: ListedReferral, now: number): number {
  if (one.news) return NEWS;
  if (!one.open) return ENDED;
  return isStale(one, now) ? STALE : WAITS;
}

/** Open for more than a week. */
export function isStale({ at, open }: Pick<ListedReferral, 'at' | 'open'>, now: number): boolean {
  return open && Date.parse(at) < now - STALE_DAYS * DAY_MS;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
