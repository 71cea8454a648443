import type { ServerScope } from 'nano';
import { addDays, type Day } from '../../../records/day.js';
import type { SummarySum } from '../../../records/summary/sum-summaries.js';
import { readSums, type Period } from '../../summaries/read-area.js';
import type { Place } from '../places/place-book.js';

const WEEK = 7;
/** Weeks before that say what is usual of a disease. */
const WEEKS_BEFORE = 4;

/** Each area below with its last seven days and the weeks before. */
export type RisingSums = { place: Place; now: SummarySum; before: SummarySum }[];

/** Of a district the blocks, of a state the districts: what rises in one of them may not be seen in the whole. */
export async function readRising(couch: ServerScope, { children }: Place, day: Day): Promise<RisingSums> {
  const areas = children.map(({ area }) => area);
  const { now, before } = risePeriods(day);
  const [sums, sumsBefore] = await Promise.all([readSums(couch, areas, now), readSums(couch, areas, before)]);
  return children.flatMap((place, at) => {
    const [its, itsBefore] = [sums[at], sumsBefore[at]];
    return its && itsBefore ? [{ place, now: its, before: itsBefore }] : [];
  });
}

/** The last seven days, and the weeks before that they are compared with. */
export function risePeriods(day: Day): { now: Period; before: Period } {
  return {
    now: { from: addDays(day, 1 - WEEK), to: day },
    before: { from: addDays(day, 1 - WEEK * (WEEKS_BEFORE + 1)), to: addDays(day, -WEEK) },
  };
}
