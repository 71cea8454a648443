import type { ServerScope } from 'nano';
import type { Day } from '../../records/day.js';
import { daysOf } from '../../records/reports/report-period.js';
import { sumSummaries, type SummarySum } from '../../records/summary/sum-summaries.js';
import type { Area } from '../area.js';
import { areaKey } from './area-key.js';
import { askSummaries, askSummariesTogether, type SummaryQuestion } from './ask-summaries.js';
import { SUMMARIES_BY_PLACE } from './places-design.js';
import { SUMMARIES_BY_AREA, SUMMARIES_BY_DAY } from './summaries-design.js';

export interface Period {
  from: Day;
  to: Day;
}

export interface DaySum {
  day: Day;
  sum: SummarySum;
}

/** A facility and where it lies; a few lie in no block. */
export type FacilityPlace = Area & { facility: string };

export interface AreaSums {
  total: SummarySum;
  /** each day of the period, those without a summary too, in order */
  days: DaySum[];
  /** the districts of a state, the blocks of a district, the facilities of a block; by code, '' for none */
  children: Map<string, SummarySum>;
}

/** A period of more days is asked of each child, a shorter one of each day. */
const FEW_DAYS = 3;

/**
 * Figures of an area over days, by day and by child area. Reads sums only: its cost grows with the days and with the
 * children, not with both together, not with facilities below them and never with patients. Throws
 * `centre-unreachable`, `centre-refused`.
 * @param by `facility`: the children are the facilities of the area, however large it is
 */
export async function readArea(
  nano: ServerScope,
  area: Area,
  period: Period,
  by: 'child' | 'facility' = 'child',
): Promise<AreaSums> {
  const byDay = by === 'facility' || daysOf(period).length <= FEW_DAYS;
  return byDay ? readByDay(nano, area, period, by) : readByChild(nano, area, period);
}

async function readByDay(
  nano: ServerScope,
  area: Area,
  period: Period,
  by: 'child' | 'facility',
): Promise<AreaSums> {
  const days = daysOf(period);
  // Every key of the view names a facility at its fifth place.
  const group_level = by === 'facility' ? 5 : areaKey(area).length + 2;
  const questions = days.map((day) => ({ ...under([day, ...areaKey(area)]), group_level }));
  const answers = await askSummariesTogether<SummarySum>(nano, SUMMARIES_BY_DAY, questions);
  const children = new Map<string, SummarySum[]>();
  for (const { key, value } of answers.flat()) {
    const child = key.at(-1) ?? '';
    const sums = children.get(child);
    if (sums) sums.push(value);
    else children.set(child, [value]);
  }
  const sums = answers.map((rows) => sumSummaries(rows.map(({ value }) => value)));
  return {
    total: sumSummaries(sums),
    days: days.map((day, at) => ({ day, sum: sums[at] ?? sumSummaries([]) })),
    children: new Map([...children].map(([child, parts]) => [child, sumSummaries(parts)])),
  };
}

async function readByChild(nano: ServerScope, area: Area, period: Period): Promise<AreaSums> {
  const [days, children] = await Promise.all([
    readAreaDays(nano, area, period),
    readChildren(nano, area, period),
  ]);
  return { total: sumSummaries(days.map(({ sum }) => sum)), days, children };
}

async function readChildren(nano: ServerScope, area: Area, period: Period): Promise<Map<string, SummarySum>> {
  const place = areaKey(area);
  const [view, at] =
    area.block === undefined
      ? ([SUMMARIES_BY_PLACE, [place.length + 1, ...place]] as const)
      : ([SUMMARIES_BY_AREA, place] as const);
  const group_level = at.length + 1;
  // Those that ever reported: as many rows as there are children.
  const ever = await askSummaries<SummarySum>(nano, view, { ...under(at), group_level });
  const questions = ever.map(({ key }) => ({ ...within(key, period), group_level }));
  const sums = (await askSummariesTogether<SummarySum>(nano, view, questions)).flat();
  return new Map(sums.map(({ key, value }) => [key.at(-1) ?? '', value]));
}

/** An area's days without its children: one question, a row a day, however large the area. Throws as `readArea`. */
export async function readAreaDays(nano: ServerScope, area: Area, period: Period): Promise<DaySum[]> {
  const place = areaKey(area);
  const at = [place.length, ...place];
  const question = { ...within(at, period), group_level: at.length + 1 };
  const found = await askSummaries<SummarySum>(nano, SUMMARIES_BY_PLACE, question);
  const sums = new Map(found.map(({ key, value }) => [key.at(-1), value]));
  return daysOf(period).map((day) => ({ day, sum: sums.get(day) ?? sumSummaries([]) }));
}

/** One facility's days, as many as were reported: one question, however many days. */
export async function readFacility(
  nano: ServerScope,
  place: FacilityPlace,
  period: Period,
): Promise<DaySum[]> {
  const question = { ...within(facilityKey(place), period), group_level: 5 };
  const rows = await askSummaries<SummarySum>(nano, SUMMARIES_BY_AREA, question);
  return rows.map(({ key, value }) => ({ day: key.at(-1) ?? '', sum: value }));
}

/** Facilities' figures over a period, by code: a question each, however many days. Throws as `readArea`. */
export async function readFacilities(
  nano: ServerScope,
  places: readonly FacilityPlace[],
  period: Period,
): Promise<Map<string, SummarySum>> {
  const questions = places.map((place) => ({ ...within(facilityKey(place), period), group_level: 4 }));
  const answers = await askSummariesTogether<SummarySum>(nano, SUMMARIES_BY_AREA, questions);
  const sums = answers.map((rows) => sumSummaries(rows.map(({ value }) => value)));
  return new Map(places.map(({ facility }, index) => [facility, sums[index] ?? sumSummaries([])]));
}

function facilityKey({ state, district, block, facility }: FacilityPlace): unknown[] {
  return [state, district ?? null, block ?? null, facility];
}

/** All keys that begin so. */
function under(key: readonly unknown[]): Pick<SummaryQuestion, 'startkey' | 'endkey'> {
  return { startkey: [...key], endkey: [...key, {}] };
}

/** Of these, the ones of a period: the day stands behind. */
function within(key: readonly unknown[], { from, to }: Period): Pick<SummaryQuestion, 'startkey' | 'endkey'> {
  return { startkey: [...key, from], endkey: [...key, to] };
}
