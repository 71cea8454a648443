import type { ServerScope } from 'nano';
import type { Day } from '../../records/day.js';
import { daysOf } from '../../records/reports/report-period.js';
import { sumSummaries, type SummarySum } from '../../records/summary/sum-summaries.js';
import type { Area } from '../area.js';
import { areaKey } from './area-key.js';
import { askSummaries, type SummaryRow } from './ask-summaries.js';
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

/** Questions that CouchDB answers at a time: one a day. */
const AT_ONCE = 8;

/**
 * Figures of an area over days, by day and by child area. Reads sums only: its cost grows with the days and the
 * children, not with facilities below them and never with patients. Throws `centre-unreachable`, `centre-refused`.
 * @param by `facility`: the children are the facilities of the area, however large it is
 */
export async function readArea(
  nano: ServerScope,
  area: Area,
  period: Period,
  by: 'child' | 'facility' = 'child',
): Promise<AreaSums> {
  const level = by === 'facility' ? FACILITY_LEVEL : areaKey(area).length + 2;
  const rows = await eachDay(daysOf(period), (day) => askDay(nano, area, day, level));
  const days = rows.map(([day, found]) => ({ day, sum: sumSummaries(found.map(({ value }) => value)) }));
  const children = new Map<string, SummarySum[]>();
  for (const { key, value } of rows.flatMap(([, found]) => found)) {
    const child = key.at(-1) ?? '';
    const sums = children.get(child);
    if (sums) sums.push(value);
    else children.set(child, [value]);
  }
  return {
    total: sumSummaries(days.map(({ sum }) => sum)),
    days,
    children: new Map([...children].map(([child, sums]) => [child, sumSummaries(sums)])),
  };
}

/** An area's days without its children: one small row each, however large the area. Throws as `readArea`. */
export async function readAreaDays(nano: ServerScope, area: Area, period: Period): Promise<DaySum[]> {
  const rows = await eachDay(daysOf(period), (day) => askDay(nano, area, day, areaKey(area).length + 1));
  return rows.map(([day, found]) => ({ day, sum: sumSummaries(found.map(({ value }) => value)) }));
}

/** One facility's days, as many as were reported: one question, however many days. */
export async function readFacility(
  nano: ServerScope,
  place: FacilityPlace,
  period: Period,
): Promise<DaySum[]> {
  const rows = await askSummaries<SummarySum>(nano, SUMMARIES_BY_AREA, ...facilityRange(place, period, 5));
  return rows.map(({ key, value }) => ({ day: key.at(-1) ?? '', sum: value }));
}

/** Facilities' figures over a period, by code: a question each, however many days. Throws as `readArea`. */
export async function readFacilities(
  nano: ServerScope,
  places: readonly FacilityPlace[],
  period: Period,
): Promise<Map<string, SummarySum>> {
  const sums = await severalAtOnce(places, async (place) => {
    const range = facilityRange(place, period, 4);
    const rows = await askSummaries<SummarySum>(nano, SUMMARIES_BY_AREA, ...range);
    return sumSummaries(rows.map(({ value }) => value));
  });
  return new Map(places.map(({ facility }, index) => [facility, sums[index] ?? sumSummaries([])]));
}

/** Every key of the `day` view names a facility at this place. */
const FACILITY_LEVEL = 5;

function askDay(nano: ServerScope, area: Area, day: Day, level: number): Promise<SummaryRow<SummarySum>[]> {
  const key = [day, ...areaKey(area)];
  return askSummaries(nano, SUMMARIES_BY_DAY, { startkey: key, endkey: [...key, {}] }, level);
}

function facilityRange(
  { state, district, block, facility }: FacilityPlace,
  { from, to }: Period,
  level: number,
): [{ startkey: unknown[]; endkey: unknown[] }, number] {
  const at = [state, district ?? null, block ?? null, facility];
  return [{ startkey: [...at, from], endkey: [...at, to] }, level];
}

async function eachDay<T>(days: Day[], read: (day: Day) => Promise<T>): Promise<[Day, T][]> {
  const answers = await severalAtOnce(days, read);
  return days.map((day, index) => [day, answers[index] as T]);
}

async function severalAtOnce<K, T>(keys: readonly K[], read: (key: K) => Promise<T>): Promise<T[]> {
  const found: T[] = [];
  const waiting = keys.entries();
  const work = async (): Promise<void> => {
    for (const [index, key] of waiting) found[index] = await read(key);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return found;
}
