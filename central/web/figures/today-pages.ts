import type { Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import { addDays, isoDate } from '../../../records/day.js';
import { formatDay } from '../../../templates/format-day.js';
import { areaInAddress, readAreaHead } from '../places/area-request.js';
import { sortTable } from '../table/sorted-table.js';
import { webFrameOf, type CentrePages } from '../web-frame.js';
import { seesFigures } from '../viewer.js';
import { dayAsked, lastDay, queryOf } from './day-request.js';
import { goToOwnPlace } from './own-places.js';
import { readDay } from './read-day.js';
import { tellingOf } from './telling-of.js';
import {
  cardViews,
  dayColumns,
  dayRows,
  diseaseViews,
  footfallChart,
  reportedOf,
  silentViews,
  type ChildKind,
} from './today-view.js';

/** The day of an area in one picture. */
export const todayPages: CentrePages = {
  name: 'today',
  path: '/today',
  icon: 'pulse',
  shownTo: seesFigures,
  routes: [
    { method: 'GET', path: '/today', access: { who: 'anyone' }, handler: goToOwnPlace('today') },
    { method: 'GET', path: '/today/{area*}', access: { figures: areaInAddress }, handler: showToday },
  ],
};

async function showToday(request: Request, h: ResponseToolkit): Promise<ResponseObject> {
  const head = await readAreaHead(request, 'today');
  const { place } = head;
  const day = dayAsked(request);
  const query = queryOf(request);
  const by: ChildKind = query.get('by') === 'facility' ? 'facility' : 'child';
  const telling = tellingOf(request);
  const figures = await readDay(webFrameOf(request).couch, place.area, day, by);
  const table = sortTable(dayColumns(telling, place, by), dayRows(telling, place, by, figures, day), {
    query,
    first: 'place',
  });
  const link = (change: Record<string, string>): string => {
    const next = new URLSearchParams(query);
    for (const [key, value] of Object.entries(change)) next.set(key, value);
    return `?${next.toString()}`;
  };
  const last = lastDay(request);
  return h.view('centre/today', {
    ...{ head, table, by },
    shownDay: formatDay(telling.language, day),
    weekday: telling.t(`centre.weekday.${new Date(`${isoDate(day)}T12:00:00Z`).getUTCDay()}`),
    day: isoDate(day),
    lastDay: isoDate(last),
    dayBefore: link({ day: isoDate(addDays(day, -1)) }),
    dayAfter: day < last ? link({ day: isoDate(addDays(day, 1)) }) : null,
    byHref: {
      child: link({ by: 'child', sort: 'place' }),
      facility: link({ by: 'facility', sort: 'place' }),
    },
    mayChooseBy: place.area.district !== undefined && place.area.block === undefined,
    cards: cardViews(telling, figures),
    reported: reportedOf(place.facilities, figures.total, day),
    chart: footfallChart(telling, figures, day),
    diseases: diseaseViews(telling, figures),
    silent: place.area.district === undefined ? null : silentViews(telling, place, figures, day),
  });
}
