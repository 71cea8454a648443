import type { ServerScope } from 'nano';
import type { Day } from '../../records/day.js';
import { askSummariesTogether, type SummaryQuestion } from './ask-summaries.js';
import { PAIRS_BY_END } from './pairs-design.js';
import { SUMMARIES_BY_PLACE } from './places-design.js';
import type { Period } from './read-area.js';
import { SUMMARIES_BY_FACILITY } from './summaries-design.js';

/** Referrals from one facility to another over a period: what either end told. */
export interface PairCounts {
  from: string;
  to: string;
  sent: number;
  /** those that stood open when the newest day was over; null where the sender has not reported it */
  open: number | null;
  accepted: number;
  returned: number;
  /** see `WaitHistogram`, in days */
  seen: number[];
}

type End = 'out' | 'in';
type EndCounts = Partial<Pick<PairCounts, 'sent' | 'accepted' | 'returned' | 'seen'>> & { open?: number };
type Key = [end: End, who: string, other: string];

/**
 * Pairs that places have to do with, at either end: first which there are, then their periods, each in few requests.
 * Its cost grows with places and pairs, never with days or patients. Throws `centre-unreachable`, `centre-refused`.
 * @param who facilities by code, or districts as `10/203`; of a facility the other end is asked too, wherever it lies
 * @param newest the day of which is told what stood open
 */
export async function readPairs(
  nano: ServerScope,
  who: readonly string[],
  { period, newest }: { period: Period; newest: Day },
): Promise<PairCounts[]> {
  const ends = who.flatMap((one) => (['out', 'in'] as const).map((end) => [end, one]));
  const found = await askSummariesTogether<EndCounts>(
    nano,
    PAIRS_BY_END,
    ends.map((key) => ({ startkey: key, endkey: [...key, {}], group_level: 3 })),
  );
  const keys = new Map<string, Key>();
  const ask = (key: Key): void => void keys.set(key.join(' '), key);
  for (const { key } of found.flat()) {
    const [end, one, other] = key as Key;
    ask([end, one, other]);
    if (!isDistrict(one)) ask([end === 'out' ? 'in' : 'out', other, one]);
  }
  const asked = [...keys.values()];
  const senders = asked.filter(([end]) => end === 'out');
  const [answers, heard] = await Promise.all([
    askSummariesTogether<EndCounts>(nano, PAIRS_BY_END, [
      ...asked.map((key) => within(key, period)),
      ...senders.map((key) => within(key, { from: newest, to: newest })),
    ]),
    readHeard(nano, [...new Set(senders.map(([, one]) => one))], newest),
  ]);
  const pairs = new Map<string, PairCounts>();
  const pairOf = ([end, one, other]: Key): PairCounts => {
    const [from, to] = end === 'out' ? [one, other] : [other, one];
    const name = `${from} ${to}`;
    const pair = pairs.get(name) ?? { from, to, sent: 0, open: null, accepted: 0, returned: 0, seen: [] };
    pairs.set(name, pair);
    return pair;
  };
  for (const [at, key] of asked.entries()) {
    const { open: _long, ...counts } = answers[at]?.[0]?.value ?? {};
    Object.assign(pairOf(key), counts);
  }
  for (const [at, key] of senders.entries()) {
    const none = heard.has(key[1]) ? 0 : null;
    pairOf(key).open = answers[asked.length + at]?.[0]?.value.open ?? none;
  }
  return [...pairs.values()].filter(hasAny);
}

/** Who of these has reported a day: then no row of it says that nothing was open. */
async function readHeard(nano: ServerScope, who: readonly string[], day: Day): Promise<Set<string>> {
  const facilities = who.filter((one) => !isDistrict(one)).map((one) => ({ one, key: [one, day] }));
  const districts = who.filter(isDistrict).map((one) => ({ one, key: [2, ...one.split('/'), day] }));
  const ask = async (view: string, asked: typeof facilities | typeof districts): Promise<string[]> => {
    const questions = asked.map(({ key }) => ({ startkey: key, endkey: key, group_level: key.length }));
    const rows = await askSummariesTogether(nano, view, questions);
    return asked.flatMap(({ one }, at) => (rows[at]?.length ? one : []));
  };
  const found = await Promise.all([
    ask(SUMMARIES_BY_FACILITY, facilities),
    ask(SUMMARIES_BY_PLACE, districts),
  ]);
  return new Set(found.flat());
}

function within(key: Key, { from, to }: Period): SummaryQuestion {
  return { startkey: [...key, from], endkey: [...key, to], group_level: 3 };
}

function isDistrict(who: string): boolean {
  return who.includes('/');
}

function hasAny({ sent, open, accepted, returned, seen }: PairCounts): boolean {
  return sent + (open ?? 0) + accepted + returned + (seen[0] ?? 0) > 0;
}
