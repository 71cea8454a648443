import { dayOf, daysBetween, type Day } from '../day.js';
import { boxOf, firstBox, parseVisitId, visitOf, type BoxId } from '../ids.js';
import type { ReferralFold, SentReferral } from '../referral-fold.js';
import type { ReferralAnswer } from '../referral-steps.js';
import type { ReceivedCount, ReferralCounts, SentCount } from '../summary.js';
import { REFERRAL_SEEN, waitHistogram, waitScale } from './wait-histogram.js';

export interface CountedReferrals {
  referrals: ReferralCounts;
  /** days that those who were seen on the day had waited, whoever sent them */
  seenAfter: number[];
}

/**
 * A day's referrals by the facility at the other end, as this one's ledger tells them. Each record counts on its own
 * day, so that a day which is over never changes.
 * @param open those sent from here that stood open when the day was over; null where nobody knows it any more
 */
export function countReferrals(
  fold: ReferralFold,
  day: Day,
  open: readonly SentReferral[] | null,
): CountedReferrals {
  const out = new Map<BoxId, SentCount>();
  const countOut = ({ to }: SentReferral, key: 'sent' | 'open'): void => {
    if (to !== undefined) out.set(to, { ...{ to }, ...out.get(to), [key]: (out.get(to)?.[key] ?? 0) + 1 });
  };
  for (const sent of fold.sent()) if (dayOf(sent.at) === day) countOut(sent, 'sent');
  for (const sent of open ?? []) countOut(sent, 'open');

  const received = new Map<BoxId, Required<Omit<ReceivedCount, 'from'>>>();
  for (const [referral, answers] of fold.answered()) {
    const first = (...states: ReferralAnswer['status'][]): boolean => {
      const answer = answers.find(({ status }) => states.includes(status));
      return answer !== undefined && dayOf(answer.at) === day;
    };
    const from = firstBox(boxOf(referral) ?? '');
    const said = received.get(from) ?? { accepted: 0, returned: 0, seen: [] };
    received.set(from, said);
    if (first('accepted', 'arrived')) said.accepted += 1;
    if (first('returned')) said.returned += 1;
    const began = parseVisitId(visitOf(referral))?.day;
    if (began !== undefined && first('seen')) said.seen.push(Math.max(0, daysBetween(began, day)));
  }
  return {
    referrals: {
      out: [...out.values()].sort((a, b) => (a.to < b.to ? -1 : 1)),
      in: [...received].flatMap(([from, said]) => receivedCount(from, said)).sort(byFrom),
    },
    seenAfter: [...received.values()].flatMap(({ seen }) => seen),
  };
}

/** The same day summed up again: what stood open is as it was said of that evening. */
export function keepOpen(
  counted: ReferralCounts | undefined,
  old: ReferralCounts | undefined,
): ReferralCounts {
  const out = new Map((counted?.out ?? []).map((one) => [one.to, one]));
  for (const { to, open } of old?.out ?? [])
    if (open !== undefined) out.set(to, { ...{ to }, ...out.get(to), open });
  return {
    out: [...out.values()].sort((a, b) => (a.to < b.to ? -1 : 1)),
    in: counted?.in ?? [],
  };
}

/** What a day's answers to one facility come to; nothing where there were none. */
export function receivedCount(
  from: BoxId,
  { accepted, returned, seen }: Required<Omit<ReceivedCount, 'from'>>,
): ReceivedCount[] {
  if (accepted + returned + seen.length === 0) return [];
  const histogram = waitHistogram(seen, waitScale(REFERRAL_SEEN));
  return [
    {
      from,
      ...(accepted > 0 && { accepted }),
      ...(returned > 0 && { returned }),
      ...(seen.length > 0 && { seen: histogram }),
    },
  ];
}

function byFrom(a: ReceivedCount, b: ReceivedCount): number {
  return a.from < b.from ? -1 : 1;
}
