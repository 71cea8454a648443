import type { FacilityDocument } from '../../../central/directory/facility-document.js';
import { makeDirectory } from '../../../central/router/directory.js';
import { placeReferrals } from '../../../central/summaries/placed-referrals.js';
import { addDays, daysBetween, type Day } from '../../../records/day.js';
import type { BoxId } from '../../../records/ids.js';
import type { ReceivedCount } from '../../../records/summary.js';
import { OPEN_REFERRALS } from '../../../records/summary/as-it-stood.js';
import { receivedCount } from '../../../records/summary/count-referrals.js';
import { REFERRAL_SEEN, waitHistogram, waitScale } from '../../../records/summary/wait-histogram.js';
import { Random } from '../random.js';
import type { DemoSummary } from './draw-summary.js';

/** Kinds to which smaller houses refer, the smallest first. */
const RECEIVING = ['CHC', 'SDH', 'DH'];
/** Of ten referrals so many are sent on paper only. */
const ON_PAPER = 0.2;

interface DrawnReferral {
  from: BoxId;
  to: BoxId;
  sent: Day;
  /** when the receiver says something first, and when it is over; null: never */
  accepted: Day | null;
  returned: Day | null;
  seen: Day | null;
  /** taken back: the patient never came */
  cancelled: Day | null;
}

/** The same summaries with the referrals between their facilities, which both ends tell alike. */
export function drawReferrals(
  summaries: readonly DemoSummary[],
  facilities: readonly FacilityDocument[],
): DemoSummary[] {
  const directory = makeDirectory(new Map(facilities.map((facility) => [facility.code, facility])));
  const receivers = new Map(facilities.map((facility) => [facility.code, receiverOf(facility, facilities)]));
  const referrals = summaries.flatMap((summary) =>
    drawSent(summary, receivers.get(summary.facility) ?? null),
  );
  const byEnd = { from: groupBy(referrals, 'from'), to: groupBy(referrals, 'to') };
  return summaries.map((summary) => {
    const { day, facility, figures, waits } = summary;
    const sent = byEnd.from.get(facility) ?? [];
    const came = byEnd.to.get(facility) ?? [];
    const out = [...groupBy(sent, 'to')].flatMap(([to, all]) => {
      const [onDay, open] = [all.filter((one) => one.sent === day).length, all.filter(isOpenOn(day)).length];
      return onDay + open === 0 ? [] : [{ to, ...(onDay > 0 && { sent: onDay }), ...(open > 0 && { open }) }];
    });
    const received = [...groupBy(came, 'from')].flatMap(([from, all]) => receivedOn(day, from, all));
    const seen = came.filter((one) => one.seen === day).map(daysWaited);
    const standing = {
      [OPEN_REFERRALS.out]: sent.filter(isOpenOn(day)).length,
      [OPEN_REFERRALS.in]: came.filter(isOpenOn(day)).length,
      'referral-cancelled': sent.filter(({ cancelled }) => cancelled === day).length,
    };
    return {
      ...summary,
      figures: {
        ...figures,
        ...Object.fromEntries(Object.entries(standing).filter(([, count]) => count > 0)),
      },
      ...(seen.length > 0 && { waits: { ...waits, [REFERRAL_SEEN]: daysHistogram(seen) } }),
      ...(out.length + received.length > 0 && {
        referrals: placeReferrals(directory, { out, in: received }),
      }),
    };
  });
}

/** The next larger house, of the own block before others. */
function receiverOf(
  { kind: own, district, block }: FacilityDocument,
  facilities: readonly FacilityDocument[],
): BoxId | null {
  const larger = facilities
    .filter((one) => one.district === district && one.status === 'open')
    .filter(({ kind }) => RECEIVING.indexOf(kind) > RECEIVING.indexOf(own))
    .sort((a, b) => RECEIVING.indexOf(a.kind) - RECEIVING.indexOf(b.kind));
  return (larger.find((one) => one.block === block) ?? larger[0])?.code ?? null;
}

function drawSent({ facility, day, figures }: DemoSummary, to: BoxId | null): DrawnReferral[] {
  if (to === null) return [];
  return Array.from({ length: figures['referred'] ?? 0 }, (_, index) =>
    drawFate({ from: facility, to, sent: day }, Random.of(facility, day, 'referral', String(index))),
  ).flat();
}

function drawFate(referral: Pick<DrawnReferral, 'from' | 'to' | 'sent'>, random: Random): DrawnReferral[] {
  if (random.chance(ON_PAPER)) return [];
  const accepted = addDays(referral.sent, random.between(0, 1));
  const later = addDays(
    accepted,
    random.weighted([0, 1, 2, 4, 9], (days) => 12 - days),
  );
  if (random.chance(0.08))
    return [{ ...referral, accepted: null, returned: accepted, seen: null, cancelled: null }];
  const came = random.chance(0.97);
  const cancelled = came ? null : addDays(later, random.between(2, 9));
  return [{ ...referral, accepted, returned: null, seen: came ? later : null, cancelled }];
}

function receivedOn(day: Day, from: BoxId, all: readonly DrawnReferral[]): ReceivedCount[] {
  const accepted = all.filter((one) => one.accepted === day).length;
  const returned = all.filter((one) => one.returned === day).length;
  const seen = all.filter((one) => one.seen === day).map(daysWaited);
  return receivedCount(from, { accepted, returned, seen });
}

function isOpenOn(day: Day): (referral: DrawnReferral) => boolean {
  return ({ sent, returned, seen, cancelled }) =>
    sent <= day && (returned ?? seen ?? cancelled ?? '99999999') > day;
}

function daysWaited({ sent, seen }: DrawnReferral): number {
  return seen === null ? 0 : daysBetween(sent, seen);
}

function daysHistogram(days: readonly number[]): number[] {
  return waitHistogram(days, waitScale(REFERRAL_SEEN));
}

function groupBy(referrals: readonly DrawnReferral[], end: 'from' | 'to'): Map<BoxId, DrawnReferral[]> {
  const groups = new Map<BoxId, DrawnReferral[]>();
  for (const referral of referrals) {
    const group = groups.get(referral[end]);
    if (group) group.push(referral);
    else groups.set(referral[end], [referral]);
  }
  return groups;
}
