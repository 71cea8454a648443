import type { DayCard } from '../../../templates/day-picture.js';
import { kpiTrend, kpiValue } from '../../../records/summary/kpi.js';
import type { SummarySum } from '../../../records/summary/sum-summaries.js';
import { againstUsual, NOISE_PERCENT, type KindSums } from '../../../records/summary/usual-day.js';
import type { Language, Translate } from '../../../templates/locale.js';
import type { Cell } from '../table/sorted-table.js';
import type { FigureBook } from './figure-book.js';
import { countText, fractionText, kpiText, NOTHING } from './figure-text.js';
import { kpiCell } from './kpi-cell.js';

/** What every text about figures is made with. */
export interface Telling {
  t: Translate;
  language: Language;
  book: FigureBook;
}

/** A card's figure in a table, or large on the card itself. */
export function dayCell(telling: Telling, card: DayCard, sum: SummarySum): Cell {
  const { t, book } = telling;
  if (sum.days === 0) return { text: t('centre.noReport'), value: null };
  if ('figure' in card) {
    const value = sum.figures[card.figure] ?? 0;
    return { text: countText(value), value };
  }
  const kpi = book.kpi(card.kpi);
  return kpi ? kpiCell(telling, kpi, sum) : { text: NOTHING, value: null };
}

/** The cards that are columns of a table, too. */
export function columnCards({ book }: Telling): DayCard[] {
  const { cards, columns } = book.day;
  return columns.flatMap((code) => cards.filter((card) => card.code === code));
}

/** From which difference on the words beside the cards are said. */
export function usualRule({ t, book }: Telling): string {
  const { percent, minutes, days } = book.kpis.steps;
  return t('centre.usual.rule', { share: NOISE_PERCENT, percent, minutes, days });
}

/** Sums that are set beside those before, by kind of facility. */
export interface KindsCompared {
  now: KindSums;
  before: KindSums;
}

const USUAL_WORDS = {
  day: ['centre.usual', 'centre.usualKpi'],
  week: ['centre.usualWeek', 'centre.usualWeekKpi'],
} as const;

/**
 * "18 % more than usual": a card's figure beside the same weekday of the weeks before.
 * @param span what the sums are of, for the words
 */
export function usualWords(
  { t, book }: Telling,
  card: DayCard,
  { sum, before, kinds }: { sum: SummarySum; before: SummarySum; kinds: KindsCompared },
  span: 'day' | 'week' = 'day',
): string {
  const [usualKey, kpiKey] = USUAL_WORDS[span];
  if (before.days === 0 || sum.days === 0) return t('centre.usual.unknown');
  if ('figure' in card) {
    const against = againstUsual(kinds.now, kinds.before, card.figure);
    if (!against) return t('centre.usual.unknown');
    if (against.percent === null) return t('centre.usual.about', { usual: fractionText(against.usual) });
    const usual = countText(Math.round(against.usual));
    return t(`${usualKey}.${against.is}`, { usual, percent: countText(against.percent) });
  }
  const kpi = book.kpi(card.kpi);
  if (!kpi) return '';
  const usual = kpiValue(kpi, before).value;
  const trend = kpiTrend(kpi, book.kpis.steps, usual, kpiValue(kpi, sum).value);
  return trend === null
    ? t('centre.usual.unknown')
    : t(`${kpiKey}.${trend}`, { usual: kpiText(t, kpi, usual) });
}
