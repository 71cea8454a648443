import { isoDate, type Day } from '../../../records/day.js';
import { diseaseWeeks, type DiseaseWeek } from '../../../records/summary/rising-diseases.js';
import { FOOTFALL, sumSummaries, type SummarySum } from '../../../records/summary/sum-summaries.js';
import { formatDay } from '../../../templates/format-day.js';
import type { Reported } from '../../summaries/followed-reports.js';
import { barChart, type BarChart } from '../charts/bar-chart.js';
import type { Period } from '../../summaries/read-area.js';
import { areaHref, placeName } from '../places/area-request.js';
import type { Place } from '../places/place-book.js';
import type { Cell, Column, TableRow } from '../table/sorted-table.js';
import { childCell, childColumn } from './child-cells.js';
import { columnCards, dayCell, usualWords, type Telling } from './day-cell.js';
import { countText, NOTHING } from './figure-text.js';
import type { Child } from './read-children.js';
import type { DayFigures } from './read-day.js';
import { risePeriods } from './read-rising.js';
import { reportedOf } from './reported-of.js';

/** What the picture of days draws. */
const FOOTFALL_DAYS = 28;

export interface CardView {
  name: string;
  figure: Cell;
  usual: string;
  parts: string[];
}

export function cardViews(telling: Telling, { total, before, kinds }: DayFigures): CardView[] {
  const { book, language } = telling;
  return book.day.cards.map((card) => ({
    name: card.name[language],
    figure: dayCell(telling, card, total),
    usual: usualWords(telling, card, { sum: total, before, kinds }),
    parts: (card.parts ?? []).map(({ name, figure, less }) => {
      if (total.days === 0) return `${name[language]}: ${NOTHING}`;
      const count = (total.figures[figure] ?? 0) - (less === undefined ? 0 : (total.figures[less] ?? 0));
      return `${name[language]}: ${countText(count)}`;
    }),
  }));
}

export function dayColumns(telling: Telling, children: readonly Child[]): Column[] {
  const { t, language } = telling;
  const areas = children.some(({ place }) => place);
  return [
    childColumn(telling, children),
    ...(areas ? [{ key: 'reported', words: t('centre.today.reported'), isNumber: true }] : []),
    ...columnCards(telling).map(({ code, name }) => ({ key: code, words: name[language], isNumber: true })),
    { key: 'week', words: t('centre.today.weekBefore'), isNumber: true },
  ];
}

/**
 * A row for each child area, or each facility that is open. Of an area the patients of both days stand with the reports
 * that they are of: without those of its hospital a week before is less.
 */
export function dayRows(
  telling: Telling,
  children: readonly Child[],
  { children: sums, weekBefore }: DayFigures,
  reported: ReadonlyMap<string, Reported>,
  day: Day,
): TableRow[] {
  const nothing = sumSummaries([]);
  return children.map((child) => {
    const sum = sums.get(child.code) ?? nothing;
    const before = weekBefore.get(child.code) ?? nothing;
    const footfall = before.days === 0 ? null : (before.figures[FOOTFALL] ?? 0);
    const ofReports = (cell: Cell, { days }: SummarySum): Cell =>
      child.place && cell.value !== null
        ? { ...cell, note: telling.t('centre.today.ofReports', { count: days }) }
        : cell;
    const cards = columnCards(telling).map((card) => {
      const cell = dayCell(telling, card, sum);
      return [card.code, 'figure' in card && card.figure === FOOTFALL ? ofReports(cell, sum) : cell];
    });
    return {
      cells: {
        place: childCell(telling, child, child.place ? areaHref('today', child.place.area) : undefined),
        ...(child.place && {
          reported: reportedCell(telling, reportedOf(child.facilities, reported, sum, day)),
        }),
        ...(Object.fromEntries(cards) as Record<string, Cell>),
        week: ofReports({ text: footfall === null ? NOTHING : countText(footfall), value: footfall }, before),
      },
    };
  });
}

function reportedCell({ t }: Telling, { of, reported }: ReturnType<typeof reportedOf>): Cell {
  return {
    text: t('centre.today.reportedOf', { reported, of }),
    value: of === 0 ? null : reported / of,
    ...(reported < of && { tone: 'warn' as const }),
  };
}

export function footfallChart({ language }: Telling, { days }: DayFigures, day: Day): BarChart {
  return barChart(
    days.slice(-FOOTFALL_DAYS).map((one) => {
      const value = one.sum.days === 0 ? null : (one.sum.figures[FOOTFALL] ?? 0);
      return {
        label: formatDay(language, one.day),
        value,
        text: value === null ? NOTHING : countText(value),
        marked: one.day === day,
      };
    }),
  );
}

export interface DiseaseView {
  name: string;
  now: string;
  usual: string;
  rises: boolean;
  /** the areas below in which it rises, those with most cases first */
  places: { name: string; href: string; words: string }[];
}

/** Null where nobody reported in the last seven days: that is not "no case". */
export function diseaseViews(
  telling: Telling,
  { days, rising }: Pick<DayFigures, 'days' | 'rising'>,
  day: Day,
): DiseaseView[] | null {
  const { book, language } = telling;
  const periods = risePeriods(day);
  const [now, before] = [sumOf(days, periods.now), sumOf(days, periods.before)];
  if (now.days === 0) return null;
  const names = new Map(book.diseases.map(({ figure, name }) => [figure, name[language]]));
  const figures = [...names.keys()];
  const below = rising.map((one) => ({
    place: one.place,
    weeks: diseaseWeeks(figures, one, book.day.rise).filter(({ rises }) => rises),
  }));
  return diseaseWeeks(figures, { now, before }, book.day.rise)
    .map(({ figure, now, usual, rises }) => ({
      name: names.get(figure) ?? figure,
      now: countText(now),
      usual: usual === null ? NOTHING : countText(Math.round(usual)),
      rises,
      places: below
        .flatMap(({ place, weeks }) => {
          const week = weeks.find((one) => one.figure === figure);
          return week ? [{ place, week }] : [];
        })
        .sort((a, b) => b.week.now - a.week.now)
        .map(({ place, week }) => risingPlace(telling, place, week, day)),
    }))
    .sort((a, b) => Number(isSeen(b)) - Number(isSeen(a)));
}

function isSeen({ rises, places }: DiseaseView): boolean {
  return rises || places.length > 0;
}

function risingPlace(
  telling: Telling,
  place: Place,
  { now, usual }: DiseaseWeek,
  day: Day,
): DiseaseView['places'][number] {
  const name = placeName(telling, place);
  const words = telling.t('centre.today.risesIn', {
    place: name,
    now: countText(now),
    usual: countText(Math.round(usual ?? 0)),
  });
  return { name, words, href: `${areaHref('today', place.area)}?day=${isoDate(day)}` };
}

function sumOf(days: DayFigures['days'], { from, to }: Period): SummarySum {
  return sumSummaries(days.filter(({ day }) => day >= from && day <= to).map(({ sum }) => sum));
}
