import type { ServerScope } from 'nano';
import type { Day } from '../../records/day.js';
import { askSummariesTogether, type SummaryQuestion } from './ask-summaries.js';
import { PAIRS_BY_END } from './pairs-design.js';
import type { Period } from './read-area.js';

/** Referrals from one facility to another over a period: what either end told. */
export interface PairCounts {
  from: string;
  to: string;
  sent: number;
  /** those that stood open when the newest day was over; null where the sender did not tell that day of this pair */
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
  const answers = await askSummariesTogether<EndCounts>(nano, PAIRS_BY_END, [
    ...asked.map((key) => within(key, period)),
    ...senders.map((key) => within(key, { from: newest, to: newest })),
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
    pairOf(key).open = answers[asked.length + at]?.[0]?.value.open ?? null;
  }
  return [...pairs.values()].filter(hasAny);
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
