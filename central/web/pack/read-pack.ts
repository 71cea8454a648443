import { addDays } from '../../../records/day.js';
import { sumSummaries, type SummarySum } from '../../../records/summary/sum-summaries.js';
import { sumKinds } from '../../../records/summary/usual-day.js';
import { covers } from '../../area.js';
import { needsHelp, type BoxRow } from '../../monitor/box-row.js';
import { worstFirst } from '../../monitor/order-boxes.js';
import type { DaySum, Period } from '../../summaries/read-area.js';
import { readKinds } from '../../summaries/read-kinds.js';
import { readStock, type AreaStock } from '../../summaries/read-stock.js';
import type { KindsCompared } from '../figures/day-cell.js';
import { expectedDays } from '../figures/expected-days.js';
import { childrenOf, readChildren, type Child, type ChildKind } from '../figures/read-children.js';
import { readIndicators, type IndicatorFigures } from '../figures/read-indicators.js';
import { readRising, type RisingSums } from '../figures/read-rising.js';
import type { Place } from '../places/place-book.js';
import type { WebFrame } from '../web-frame.js';
import type { PackWeek } from './pack-week.js';

/** Weeks that a pack compares with. */
const WEEKS_BEFORE = 4;
/** Boxes are as they stood so many milliseconds ago, or later. */
const BOXES_MAX_AGE_MS = 3_000;

export interface WeekFigures {
  period: Period;
  sum: SummarySum;
  /** its last day alone: what stood open or lay in stock is not added up over days */
  end: SummarySum;
}

export interface PackPlace {
  child: Child;
  sum: SummarySum;
  /** facility-days that should be there */
  expected: number;
}

/** All that a pack is made of; no part of it grows with patients, and no name of one is in it. */
export interface PackFigures extends Pick<IndicatorFigures, 'total' | 'expected' | 'reported'> {
  place: Place;
  week: PackWeek;
  /** the weeks before and the week itself, in order; of a week that is not over, the same days of each */
  weeks: WeekFigures[];
  /** the week, and those before, by kind of facility */
  kinds: KindsCompared;
  rising: RisingSums;
  /** of all these weeks, in order */
  days: DaySum[];
  places: PackPlace[];
  /** null for a state: it would be read facility by facility */
  stock: AreaStock | null;
  /** of the area, those with an alert that nobody has seen, worst first, as of now */
  boxes: BoxRow[];
  boxesAt: number;
}

/** Throws `centre-unreachable`, `centre-refused`. */
export async function readPack(
  frame: Pick<WebFrame, 'couch' | 'boxes' | 'reports'>,
  place: Place,
  week: PackWeek,
  by: ChildKind,
): Promise<PackFigures> {
  const { couch, boxes } = frame;
  const { district } = place.area;
  const back = Array.from({ length: WEEKS_BEFORE + 1 }, (_, index) => -7 * (WEEKS_BEFORE - index));
  const periods = back.map((by) => ({ from: addDays(week.from, by), to: addDays(week.to, by) }));
  const [{ total, days, reported, expected }, sums, stock, picture, kinds, rising] = await Promise.all([
    readIndicators(frame, place, week),
    readChildren(couch, place, week, by),
    district === undefined ? null : readStock(couch, { ...place.area, district }, week.to),
    boxes.read(BOXES_MAX_AGE_MS),
    readKinds(couch, place.area, periods),
    readRising(couch, place, week.to),
  ]);
  const isHere = (box: BoxRow): boolean => box.place !== null && covers(place.area, box.place);
  return {
    ...{ place, week, total, reported, expected, stock },
    weeks: periods.map((period) => weekFigures(days, period)),
    kinds: { now: kinds.at(-1) ?? new Map(), before: sumKinds(kinds.slice(0, -1)) },
    rising,
    days: days.filter(({ day }) => day > addDays(week.to, -7 * (WEEKS_BEFORE + 1))),
    places: childrenOf(place, by, week.from).map((child) => ({
      child,
      sum: sums.get(child.code) ?? sumSummaries([]),
      expected: expectedDays(child.facilities, reported, week),
    })),
    boxes: worstFirst(picture.rows.filter((box) => isHere(box) && needsHelp(box))),
    boxesAt: picture.at,
  };
}

function weekFigures(days: readonly DaySum[], period: Period): WeekFigures {
  const within = (from: string): SummarySum =>
    sumSummaries(days.filter(({ day }) => day >= from && day <= period.to).map(({ sum }) => sum));
  return { period, sum: within(period.from), end: within(period.to) };
}
