import type { ServerScope } from 'nano';
import type { Day } from '../../records/day.js';
import { FacilityError } from '../../records/facility-error.js';
import { daysOf } from '../../records/reports/report-period.js';
import { sumSummaries, type SummarySum } from '../../records/summary/sum-summaries.js';
import type { Area } from '../area.js';
import { centreRefusal } from '../centre-refusal.js';
import { SUMMARIES_DATABASE } from '../centre-databases.js';
import { SUMMARIES_BY_AREA, SUMMARIES_BY_DAY } from './summaries-design.js';

export interface AreaSums {
  total: SummarySum;
  /** each day of the period, those without a summary too, in order */
  days: { day: Day; sum: SummarySum }[];
  /** the districts of a state, the blocks of a district, the facilities of a block; by code */
  children: Map<string, SummarySum>;
}

interface Row<Value = SummarySum> {
  key: (string | null)[];
  value: Value;
}

interface SumFailure {
  error: string;
  reason: string;
}

/** Questions that CouchDB answers at a time: one a day. */
const AT_ONCE = 8;

/**
 * Figures of an area over days, by day and by child area. Reads sums only: its cost grows with the days and the
 * children, not with facilities below them and never with patients. Throws `centre-unreachable`, `centre-refused`.
 */
export async function readArea(
  nano: ServerScope,
  area: Area,
  period: { from: Day; to: Day },
): Promise<AreaSums> {
  const place = [area.state, area.district, area.block].filter((code) => code !== undefined);
  const rows = await eachDay(daysOf(period), (day) =>
    ask(nano, SUMMARIES_BY_DAY, [day, ...place], [day, ...place, {}], place.length + 2),
  );
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

/** One facility's days, as many as were reported: one question, however many days. */
export async function readFacility(
  nano: ServerScope,
  place: Required<Area> & { facility: string },
  { from, to }: { from: Day; to: Day },
): Promise<{ day: Day; sum: SummarySum }[]> {
  const at = [place.state, place.district, place.block, place.facility];
  const rows = await ask(nano, SUMMARIES_BY_AREA, [...at, from], [...at, to], at.length + 1);
  return rows.map(({ key, value }) => ({ day: key.at(-1) ?? '', sum: value }));
}

async function eachDay<T>(days: Day[], read: (day: Day) => Promise<T>): Promise<[Day, T][]> {
  const found = new Map<Day, T>();
  const waiting = days.values();
  const work = async (): Promise<void> => {
    for (const day of waiting) found.set(day, await read(day));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return days.flatMap((day): [Day, T][] => {
    const answer = found.get(day);
    return answer === undefined ? [] : [[day, answer]];
  });
}

async function ask(
  nano: ServerScope,
  view: string,
  startkey: unknown[],
  endkey: unknown[],
  level: number,
): Promise<Row[]> {
  const qs = {
    ...{ startkey, endkey },
    group_level: level,
  };
  let rows: Row<SummarySum | SumFailure>[];
  try {
    rows = ((await nano.request({ db: SUMMARIES_DATABASE, path: view, qs })) as { rows: typeof rows }).rows;
  } catch (error) {
    throw centreRefusal(error);
  }
  return rows.map(({ key, value }) => {
    if ('error' in value) throw notSummed(value);
    return { key, value };
  });
}

/** CouchDB answers 200, and says in the place of a sum why there is none. */
function notSummed({ error, reason }: SumFailure): FacilityError {
  return new FacilityError('centre-refused', `${SUMMARIES_DATABASE}: ${error}: ${reason}`, {
    hint: 'A summary there has figures that are no numbers, or too many of them.',
  });
}
