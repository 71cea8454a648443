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

/**
 * Figures of an area over a day or a few, by day and by child area. Reads sums only, one for each child and day: its
 * cost does not grow with facilities below the children, and never with patients. A longer period is asked by
 * `readAreaDays` and `readSums`. Throws `centre-unreachable`, `centre-refused`.
 * @param by `facility`: the children are the facilities of the area, however large it is
 */
export async function readArea(
  nano: ServerScope,
  area: Area,
  period: Period,
  by: 'child' | 'facility' = 'child',
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

/**
 * Figures over a period of areas that are known beforehand, such as a state's districts: a sum each, in their order,
 * in one request. Throws as `readArea`.
 */
export async function readSums(
  nano: ServerScope,
  areas: readonly Area[],
  period: Period,
): Promise<SummarySum[]> {
  const questions = areas.map(areaKey).map((place) => ({
    ...within([place.length, ...place], period),
    group_level: place.length + 1,
  }));
  const answers = await askSummariesTogether<SummarySum>(nano, SUMMARIES_BY_PLACE, questions);
  return answers.map((rows) => sumSummaries(rows.map(({ value }) => value)));
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
