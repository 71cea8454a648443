import type { ServerScope } from 'nano';
import type { Day } from '../../records/day.js';
import type { Area } from '../area.js';
import { areaKey } from './area-key.js';
import { askSummaries } from './ask-summaries.js';
import { REPORTED_DAYS } from './reported-design.js';

/** What a facility has ever reported. */
export interface Reported {
  first: Day;
  last: Day;
  days: number;
}

/** Facilities of an area that have ever reported, by code. Its cost grows with them. Throws as `readArea`. */
export async function readReported(nano: ServerScope, area: Area): Promise<Map<string, Reported>> {
  const key = areaKey(area);
  const question = { startkey: key, endkey: [...key, {}], group_level: 4 };
  const rows = await askSummaries<{ min: number; max: number; count: number }>(nano, REPORTED_DAYS, question);
  return new Map(
    rows.map(({ key, value: { min, max, count } }) => [
      key.at(-1) ?? '',
      { first: String(min), last: String(max), days: count },
    ]),
  );
}
