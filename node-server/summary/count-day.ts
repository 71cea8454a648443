import { weekdayOf, type Day } from '../../records/day.js';
import { FacilityError } from '../../records/facility-error.js';
import type { ReportPeriod } from '../../records/reports/report-period.js';
import { countDoubts } from '../../records/stock-trace/doubt-figures.js';
import { findDoubts } from '../../records/stock-trace/find-doubts.js';
import type { DoubtLimits } from '../../records/stock-trace/stock-doubt.js';
import { traceStock } from '../../records/stock-trace/trace-stock.js';
import type { SentReferral } from '../../records/referral-fold.js';
import type { ReferralCounts, SummaryRecord } from '../../records/summary.js';
import { OPEN_REFERRALS } from '../../records/summary/as-it-stood.js';
import { countReferrals } from '../../records/summary/count-referrals.js';
import { summariseStock } from '../../records/summary/stock-summary.js';
import { WaitFold } from '../../records/summary/wait-fold.js';
import { REFERRAL_SEEN, waitHistogram, waitScale } from '../../records/summary/wait-histogram.js';
import { reportFigures } from '../../templates/report-figures.js';
import { summaryDefinition } from '../../templates/summary-definition.js';
import type { Facility } from '../facility.js';
import { peopleByVillage } from '../people-by-village.js';
import { referralBook } from '../referrals/referral-book.js';
import { gatherFigures } from '../reports/gather-figures.js';
import { gatherEvidence } from '../stock-trace/gather-evidence.js';
import type { ReportDeps } from '../reports/report-deps.js';

/** as the record's schema allows */
const MOST_VILLAGES = 500;

export type DayCount = Pick<SummaryRecord, 'figures' | 'waits' | 'stock' | 'villages' | 'referrals'>;

/**
 * What a day came to, as the report `daily-summary` counts it.
 * @param asItStands store, referrals and register are as they were at the day's end: else nobody knows them any more
 * @param isNew nobody has said yet what of the day's movements does not add up
 */
export async function countDay(
  deps: ReportDeps,
  day: Day,
  asItStands: boolean,
  isNew = asItStands,
): Promise<DayCount> {
  const { report } = summaryDefinition(deps.definitions());
  const period = { from: day, to: day };
  const waits = new WaitFold(period);
  const { figures } = await gatherFigures(deps, report, period, { also: waits });
  const counted = [...reportFigures(report).keys()].map((key) => [key, figures.get(key) ?? 0] as const);
  const limits = report.sections.find((section) => section.show === 'stock-alerts');
  const store =
    asItStands && limits?.show === 'stock-alerts'
      ? summariseStock(deps.facility.stock, day, limits.days)
      : null;
  const asked = report.sections.find((section) => section.show === 'stock-doubts');
  const doubts =
    isNew && asked?.show === 'stock-doubts' ? await doubtsOfDay(deps.facility, period, asked) : {};
  const open = asItStands ? await openReferrals(deps.facility) : null;
  const { referrals, seenAfter } = countReferrals(deps.facility.referrals, day, open?.sent ?? null);
  const allWaits = {
    ...waits.waits(),
    ...(seenAfter.length > 0 && { [REFERRAL_SEEN]: waitHistogram(seenAfter, waitScale(REFERRAL_SEEN)) }),
  };
  return {
    figures: onlyMore([...counted, ...Object.entries({ ...store?.figures, ...doubts, ...open?.figures })]),
    ...(Object.keys(allWaits).length > 0 && { waits: allWaits }),
    ...(store && { stock: store.stock }),
    ...(asItStands && isSunday(day) && { villages: peopleByVillage(deps.facility).slice(0, MOST_VILLAGES) }),
    ...(hasAny(referrals) && { referrals }),
  };
}

/** Who is registered changes slowly: it is told once a week. */
function isSunday(day: Day): boolean {
  return weekdayOf(day) === 0;
}

/** Most days of most facilities have none. */
export function hasAny({ out, in: received }: ReferralCounts): boolean {
  return out.length + received.length > 0;
}

/** Where a record is damaged nobody knows; the other figures of the day are told all the same. */
async function doubtsOfDay(
  facility: Facility,
  period: ReportPeriod,
  limits: DoubtLimits,
): Promise<Record<string, number>> {
  try {
    const stock = traceStock(await gatherEvidence(facility, period), period);
    return countDoubts(findDoubts(stock, limits));
  } catch (error) {
    if (error instanceof FacilityError && error.code === 'store-damaged') return {};
    throw error;
  }
}

interface OpenReferrals {
  figures: Record<string, number>;
  sent: SentReferral[];
}

async function openReferrals(facility: Facility): Promise<OpenReferrals> {
  const book = referralBook(facility);
  await book.ready();
  const sent = book.openSent();
  return {
    sent,
    figures: { [OPEN_REFERRALS.in]: book.openReceived().length, [OPEN_REFERRALS.out]: sent.length },
  };
}

/** 0 is absent: most figures of most days are. */
function onlyMore(figures: readonly (readonly [string, number])[]): Record<string, number> {
  return Object.fromEntries(figures.filter(([, value]) => value > 0));
}
