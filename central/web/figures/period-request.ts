import type { Request } from '@hapi/hapi';
import { addDays, isoDate, type Day } from '../../../records/day.js';
import { daysOf, readPeriod } from '../../../records/reports/report-period.js';
import { formatDay } from '../../../templates/format-day.js';
import type { ListedFacility } from '../../../records/listed-facility.js';
import type { Period } from '../../summaries/read-area.js';
import { webFrameOf } from '../web-frame.js';
import { lastDay, queryOf } from './day-request.js';
import type { Telling } from './day-cell.js';
import { firstReported } from './first-reported.js';

const WEEKS_SHOWN = [4, 1, 13] as const;
const MONTHS_SHOWN = 12;

export interface PeriodAsked extends Period {
  /** as it stands in the address; empty: the last four weeks */
  typed: string;
}

/**
 * The days that `?period=2026-11` asks about (a month, a week, a day, `2026-11-01..2026-11-21`), else the last four
 * weeks; none that is not over. Throws `bad-input`.
 */
export function periodAsked(request: Request): PeriodAsked {
  const last = lastDay(request);
  const typed = queryOf(request).get('period') ?? '';
  if (typed === '') return { ...weeks(WEEKS_SHOWN[0], last), typed };
  const { from, to } = readPeriod('range', typed, addDays(last, 1), last);
  return { from, to: to < last ? to : last, typed };
}

/** As many days as the period has, just before it. */
export function periodBefore(period: Period): Period {
  const to = addDays(period.from, -1);
  return { from: addDays(to, 1 - daysOf(period).length), to };
}

export function periodWords({ language }: Telling, { from, to }: Period): string {
  return `${formatDay(language, from)} – ${formatDay(language, to)}`;
}

/** What a page of these facilities shows of its period, and offers to choose: no month before their first report. */
export async function periodView(
  request: Request,
  telling: Telling,
  period: PeriodAsked,
  facilities: readonly ListedFacility[],
): Promise<object> {
  const first = firstReported(facilities, await webFrameOf(request).reports.read());
  return {
    periods: periodChoices(telling, period, { first, last: lastDay(request) }),
    shownPeriod: periodWords(telling, period),
  };
}

/** What was typed by hand stands with the others. */
function periodChoices(
  telling: Telling,
  asked: PeriodAsked,
  { first, last }: { first: Day | null; last: Day },
): { value: string; words: string; chosen: boolean }[] {
  const { t, language } = telling;
  const monthName = new Intl.DateTimeFormat(language === 'hi' ? 'hi-IN-u-nu-latn' : 'en-IN', {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const months = Array.from({ length: MONTHS_SHOWN }, (_, back) => monthBefore(last, back)).filter(
    (month) => first !== null && month >= isoDate(first).slice(0, 7),
  );
  const offered = [
    ...WEEKS_SHOWN.map((count, index) => {
      const { from, to } = weeks(count, last);
      return {
        value: index === 0 ? '' : `${isoDate(from)}..${isoDate(to)}`,
        words: t('centre.period.weeks', { count }),
      };
    }),
    ...months.map((month) => ({
      value: month,
      words: monthName.format(Date.parse(`${month}-15T12:00:00Z`)),
    })),
  ];
  if (!offered.some(({ value }) => value === asked.typed)) {
    offered.push({ value: asked.typed, words: periodWords(telling, asked) });
  }
  return offered.map((one) => ({ ...one, chosen: one.value === asked.typed }));
}

function weeks(count: number, last: Day): Period {
  return { from: addDays(last, 1 - 7 * count), to: last };
}

/** `2026-11` */
function monthBefore(day: Day, back: number): string {
  const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(4, 6)) - 1 - back;
  return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}`;
}
