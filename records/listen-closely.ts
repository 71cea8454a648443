import { istTime } from './day.js';

/** When a box asks the centre more often whether something has come: data that a facility may change. */
export interface ListenRules {
  /** kinds of facilities to which patients are referred: `CHC` */
  receiving: readonly string[];
  /** their hours in India, `08:00`; `from` later than `to`: over midnight */
  from: string;
  to: string;
  /** minutes for which the answer to an urgent referral is awaited like this */
  sentMinutes: number;
  /** minutes after something came in which more of it is likely */
  cameMinutes: number;
}

/** What a box knows of what may come. Milliseconds since 1970. */
export interface Expected {
  /** the facility's kind: `PHC` */
  kind: string;
  /** when the latest urgent referral that nobody has answered was sent; null: there is none */
  sentAt: number | null;
  /** when a referral or an answer last came; null: never */
  cameAt: number | null;
}

/**
 * Whether somebody may be on the way whom nobody here knows of, or waits for a word: then minutes count. All of it ends
 * by itself, so that an ordinary box's line is idle again within the hour.
 */
export function listensClosely(now: number, expected: Expected, rules: ListenRules): boolean {
  const { kind, sentAt, cameAt } = expected;
  if (rules.receiving.includes(kind) && isWithin(istTime(now), rules)) return true;
  return isSince(now, sentAt, rules.sentMinutes) || isSince(now, cameAt, rules.cameMinutes);
}

function isWithin(time: string, { from, to }: ListenRules): boolean {
  return from <= to ? time >= from && time < to : time >= from || time < to;
}

/** A moment that is still to come was written by a clock that was set back since: it says nothing. */
function isSince(now: number, at: number | null, minutes: number): boolean {
  return at !== null && now >= at && now - at < minutes * 60_000;
}
