import type { Lane } from './lanes.js';
import type { ForerunnerState } from './forerunner.js';

/**
 * How far sync is.
 * `up-to-date`: the centre has every record. `sending`: records travel now. `waiting`: records wait for the next
 * try. `offline`: the last try did not reach the centre. `refused`: the centre answered and said no.
 * `not-set`: this box has no centre yet.
 */
export type SyncKind = 'up-to-date' | 'sending' | 'waiting' | 'offline' | 'refused' | 'not-set';

/** Why sync fails, in words of their own (`cli.syncScreen.why` in the locales). */
export const SYNC_WHYS = [
  'account',
  'ahead',
  'busy',
  'certificate',
  'cut-off',
  'damaged',
  'lacks',
  'newer',
  'records',
  'silent',
  'stranger',
  'too-large',
  'trouble',
  'two-boxes',
  'unknown-box',
] as const;
export type SyncWhy = (typeof SYNC_WHYS)[number];

/** What a person may know of sync. All times are UTC, ISO 8601. */
export interface SyncState {
  kind: SyncKind;
  /** own records that the centre has not confirmed */
  waiting: number;
  /** when the oldest of them was written */
  oldestWaiting?: string;
  /** when the centre last confirmed records */
  lastConfirmed?: string;
  /** the last failure since then; carries no credentials */
  lastError?: { code: string; message: string; at: string; why?: SyncWhy };
  /** the centre has ended this box's access: on which day, and why */
  ended?: { day: string; reason: string };
  nextTry?: string;
  /** documents that came from the centre since the server started */
  received: number;
  /** when the centre last told what it has for this box; absent: not since the server started */
  heardAt?: string;
  /** how many of those that wait are urgent; absent: none */
  urgentWaiting?: number;
  /** what waits by the operator's own settings: a budget, a quiet time, "urgent only" */
  heldBack?: Lane;
  /** of a box that took over from others: what became of their records, oldest first */
  forerunners?: ForerunnerState[];
}

/** Words by key in the language chosen: `locale.in(language)` of the templates. */
type Say = (key: string, params?: Record<string, string | number>) => string;

/** One line for a person: what waits since when, or why not. Never says "up to date" while a record waits. */
export function describeSync(state: SyncState, language: 'hi' | 'en', words: Say): string {
  const say: Say = (key, params) => words(`sync.${key}`, params);
  const parts: string[] = [];
  if (state.kind === 'not-set') {
    parts.push(say('not-set'));
  } else if (state.kind === 'up-to-date' && state.waiting === 0) {
    parts.push(
      state.lastConfirmed === undefined
        ? say('up-to-date')
        : say('up-to-date-at', { time: sayTime(state.lastConfirmed, language) }),
    );
  } else {
    if (state.ended) parts.push(sayEnded(state.ended, say));
    else if (state.kind !== 'waiting' && state.kind !== 'up-to-date') parts.push(say(state.kind));
    if (state.waiting > 0) parts.push(sayWaiting(state, language, say));
    else if (state.kind === 'waiting') parts.push(say('nothing-waits'));
    if (state.heldBack !== undefined && state.waiting > 0) parts.push(say('held-back'));
    if (state.nextTry !== undefined && state.kind !== 'sending') {
      parts.push(say('next-try', { time: sayTime(state.nextTry, language) }));
    }
  }
  if (state.kind === 'not-set' && state.waiting > 0) parts.push(sayWaiting(state, language, say));
  return parts.join(' · ');
}

function sayEnded({ day, reason }: NonNullable<SyncState['ended']>, say: Say): string {
  if (day === '') return say('revoked');
  return reason === '' ? say('revoked-on', { day }) : say('revoked-why', { day, reason });
}

function sayWaiting(state: SyncState, language: 'hi' | 'en', say: Say): string {
  if (state.oldestWaiting === undefined) return say('waiting', { n: state.waiting });
  const since = sayTime(state.oldestWaiting, language);
  return say('waiting-since', { n: state.waiting, since });
}

/** Made once: each page says a time, and making a format costs more than using it. */
const FORMATS = { hi: timeFormat('hi-IN'), en: timeFormat('en-IN') };

function timeFormat(locale: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, {
    timeZone: 'Asia/Kolkata',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
}

/** Day, month, hour and minute in India: `21 Nov, 09:42` */
export function sayTime(iso: string, language: 'hi' | 'en'): string {
  return FORMATS[language].format(new Date(iso));
}
