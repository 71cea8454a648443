import type { ServerScope } from 'nano';
import { sumKinds, type KindSums } from '../../records/summary/usual-day.js';
import type { SummarySum } from '../../records/summary/sum-summaries.js';
import type { Area } from '../area.js';
import { areaKey } from './area-key.js';
import { askSummariesTogether } from './ask-summaries.js';
import { SUMMARIES_BY_KIND } from './kinds-design.js';
import type { Period } from './read-area.js';

/**
 * An area's figures over periods by kind of facility, in one request: a row a day and kind, however many facilities.
 * Throws `centre-unreachable`, `centre-refused`.
 */
export async function readKinds(
  nano: ServerScope,
  area: Area,
  periods: readonly Period[],
): Promise<KindSums[]> {
  const place = areaKey(area);
  const at = [place.length, ...place];
  const questions = periods.map(({ from, to }) => ({
    ...{ startkey: [...at, from], endkey: [...at, to, {}] },
    group_level: at.length + 2,
  }));
  const answers = await askSummariesTogether<SummarySum>(nano, SUMMARIES_BY_KIND, questions);
  return answers.map((rows) => sumKinds(rows.map(({ key, value }) => new Map([[key.at(-1) ?? '', value]]))));
}
