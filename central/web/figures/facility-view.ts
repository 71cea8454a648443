import { addDays, daysBetween, type Day } from '../../../records/day.js';
import { isOpenOn, type ListedFacility } from '../../../records/listed-facility.js';
import { daysOf } from '../../../records/reports/report-period.js';
import { doubtFigure } from '../../../records/stock-trace/doubt-figures.js';
import { DOUBT_KINDS } from '../../../records/stock-trace/stock-doubt.js';
import { FOOTFALL, type SummarySum } from '../../../records/summary/sum-summaries.js';
import { showExpiry } from '../../../records/show-expiry.js';
import { formatDay } from '../../../templates/format-day.js';
import type { DaySum, Period } from '../../summaries/read-area.js';
import type { StoredSummary } from '../../summaries/stored-summary.js';
import { barChart, type BarChart } from '../charts/bar-chart.js';
import type { Column, TableRow } from '../table/sorted-table.js';
import { columnCards, dayCell, type Telling } from './day-cell.js';
import { countText, NOTHING } from './figure-text.js';

export interface LastReport {
  words: string;
  isLate: boolean;
}

/** When it last reported, of what could have come; of one that has closed, when it did. */
export function lastReportView(
  { t, language }: Telling,
  facility: ListedFacility,
  last: Day | null,
  newest: Day,
): LastReport {
  if (!isOpenOn(facility, addDays(newest, 1))) {
    const closed = facility.closedOn?.replaceAll('-', '');
    const words = [
      closed === undefined
        ? t('centre.facility.closed')
        : t('centre.facility.closedOn', { day: formatDay(language, closed) }),
      last === null
        ? t('centre.facility.never')
        : t('centre.facility.last', { day: formatDay(language, last) }),
    ];
    return { words: words.join(' '), isLate: true };
  }
  if (last === null) return { words: t('centre.facility.never'), isLate: true };
  const days = daysBetween(last, newest);
  const words = t(`centre.facility.${days > 0 ? 'late' : 'last'}`, { day: formatDay(language, last), days });
  return { words, isLate: days > 0 };
}

/** Patients by day; a day that was not reported is a gap. */
export function footfallOfDays({ language }: Telling, days: readonly DaySum[], period: Period): BarChart {
  const sums = new Map(days.map(({ day, sum }) => [day, sum]));
  return barChart(
    daysOf(period).map((day) => {
      const sum = sums.get(day);
      const value = sum ? (sum.figures[FOOTFALL] ?? 0) : null;
      return { label: formatDay(language, day), value, text: value === null ? NOTHING : countText(value) };
    }),
  );
}

/** Day by day, the newest first. */
export function daysTable(
  telling: Telling,
  days: readonly DaySum[],
): { columns: Column[]; rows: TableRow[] } {
  const { t, language } = telling;
  const cards = columnCards(telling);
  return {
    columns: [
      { key: 'day', words: t('centre.day') },
      ...cards.map(({ code, name }) => ({ key: code, words: name[language], isNumber: true })),
    ],
    rows: [...days].reverse().map(({ day, sum }) => ({
      cells: {
        day: { text: formatDay(language, day), value: day },
        ...Object.fromEntries(cards.map((card) => [card.code, dayCell(telling, card, sum)])),
      },
    })),
  };
}

export interface StockView {
  day: string;
  out: string[];
  /** out of stock beyond those that the summary names */
  moreOut: number;
  expiring: { name: string; units: string; expiry: string }[];
  /** items that expire soon beyond those that the summary names */
  moreExpiring: number;
  /** items that expire soon, each once */
  expiringItems: number;
}

/** The store as the newest summary told it; null where that was of a day that nobody knows any more. */
export function stockView(
  { book, language }: Telling,
  { day, stock, figures }: StoredSummary,
): StockView | null {
  if (!stock) return null;
  const name = (item: string): string => book.itemName(item)[language];
  const listed = new Set(stock.expiring.map(({ item }) => item)).size;
  const expiringItems = Math.max(listed, figures['stock-expiring'] ?? 0);
  return {
    day: formatDay(language, day),
    out: stock.out.map(name).sort((a, b) => a.localeCompare(b, language)),
    moreOut: Math.max(0, (figures['stock-out'] ?? 0) - stock.out.length),
    expiring: stock.expiring.map(({ item, units, expiry }) => ({
      ...{ name: name(item), units: countText(units), expiry: showExpiry(expiry) },
    })),
    ...{ expiringItems, moreExpiring: expiringItems - listed },
  };
}

/** What of the store's books does not add up, as the summaries of a period count it; kinds that were not found are left out. */
export function doubtViews(
  { t }: Telling,
  { figures }: SummarySum,
): { name: string; count: string; todo: string }[] {
  return DOUBT_KINDS.flatMap((kind) => {
    const count = figures[doubtFigure(kind)] ?? 0;
    if (count === 0) return [];
    return [
      {
        ...{ name: t(`stock.doubts.names.${kind}`), todo: t(`stock.doubts.todos.${kind}`) },
        count: countText(count),
      },
    ];
  });
}
