import type { Day } from '../../../records/day.js';
import { areaPath, type Area } from '../../area.js';
import type { Telling } from '../figures/day-cell.js';
import { periodWords } from '../figures/period-request.js';
import type { ChildKind } from '../figures/read-children.js';
import { packWeek, wholeWeekOf } from './pack-week.js';

export interface PackLink {
  href: string;
  words: string;
}

/** To the pack of the week that a page's last day lies in, or of the one before where that is not over yet. */
export function packLink(
  telling: Telling,
  area: Area,
  { day, last, by }: { day: Day; last: Day; by: ChildKind },
): PackLink {
  const week = packWeek(wholeWeekOf(day, last), last);
  const query = new URLSearchParams({ week: week.name, ...(by === 'facility' ? { by } : {}) });
  return {
    href: `/pack/${areaPath(area)}?${query.toString()}`,
    words: telling.t('centre.pack.link', { week: periodWords(telling, week) }),
  };
}
