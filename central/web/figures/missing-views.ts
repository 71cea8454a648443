import type { Day } from '../../../records/day.js';
import type { BoxId } from '../../../records/ids.js';
import type { ListedFacility } from '../../../records/listed-facility.js';
import { sumSummaries } from '../../../records/summary/sum-summaries.js';
import { formatDay } from '../../../templates/format-day.js';
import { isPlannedOffline } from '../../monitor/expected-hours.js';
import type { Reported } from '../../summaries/followed-reports.js';
import { areaHref } from '../places/area-request.js';
import type { Place } from '../places/place-book.js';
import type { Cell } from '../table/sorted-table.js';
import { childCell, facilityCell } from './child-cells.js';
import type { Telling } from './day-cell.js';
import { linkWith } from './link-with.js';
import type { Child } from './read-children.js';
import type { DayFigures } from './read-day.js';
import { reportedOf } from './reported-of.js';
import { silentFacilities } from './silent-facilities.js';

/** The one that serves it now. */
function boxOf({ box, code }: ListedFacility): BoxId {
  return box ?? code;
}

export interface PlaceMissing {
  place: Cell;
  words: string;
}

/** The areas below that lack reports of a day, those that lack most first; each leads to its page of the same day. */
export function placesMissing(
  telling: Telling,
  children: readonly Child[],
  { children: sums }: DayFigures,
  reported: ReadonlyMap<string, Reported>,
  { day, query }: { day: Day; query: URLSearchParams },
): PlaceMissing[] {
  const onward = linkWith(query, { by: null, sort: null });
  return children
    .map((child) => ({
      child,
      ...reportedOf(child.facilities, reported, sums.get(child.code) ?? sumSummaries([]), day),
    }))
    .filter(({ missing, noBox }) => missing + noBox > 0)
    .sort((a, b) => b.missing - a.missing || b.noBox - a.noBox)
    .map(({ child, missing, noBox }) => ({
      place: childCell(
        telling,
        child,
        child.place ? `${areaHref('today', child.place.area)}${onward}#silent` : undefined,
      ),
      words: telling.t('centre.today.missing', { missing, noBox }),
    }));
}

export interface SilentView {
  facility: Cell;
  since: string;
  /** the page of its box, which says why; null where the centre knows of none */
  box: string | null;
}

/** The page names no more of them: of a state there may be thousands. */
const MOST_SILENT = 200;

export function silentViews(
  telling: Telling,
  { facilities }: Place,
  reported: ReadonlyMap<string, Reported>,
  day: Day,
  boxes: ReadonlySet<BoxId>,
): { shown: SilentView[]; more: number } {
  const { t, language } = telling;
  const silent = silentFacilities(facilities, reported, day);
  return {
    shown: silent.slice(0, MOST_SILENT).map(({ facility, last, days }) => ({
      facility: facilityCell(telling, facility),
      box: boxes.has(boxOf(facility)) ? `/boxes/${boxOf(facility)}` : null,
      since: [
        last === null || days === null
          ? t('centre.today.neverReported')
          : t('centre.today.lastReport', { day: formatDay(language, last), days }),
        // Nobody need be called.
        ...(isPlannedOffline(facility.offlineDays ?? [], day) ? [t('centre.today.plannedOffline')] : []),
      ].join(' · '),
    })),
    more: Math.max(0, silent.length - MOST_SILENT),
  };
}
