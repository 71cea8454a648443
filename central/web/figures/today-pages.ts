import type { Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import { areaPages } from './area-pages.js';
import { addDays, isoDate, weekdayOf, type Day } from '../../../records/day.js';
import { FacilityError } from '../../../records/facility-error.js';
import { formatDay } from '../../../templates/format-day.js';
import { readStock } from '../../summaries/read-stock.js';
import { readPicture } from '../boxes/box-request.js';
import { packLink } from '../pack/pack-link.js';
import { readAreaHead } from '../places/area-request.js';
import { sortTable } from '../table/sorted-table.js';
import { webFrameOf } from '../web-frame.js';
import { childAsked, childLinks } from './child-cells.js';
import { usualRule, type Telling } from './day-cell.js';
import { dayAsked, lastDay, queryOf } from './day-request.js';
import { firstReported } from './first-reported.js';
import { linkWith } from './link-with.js';
import { childrenOf } from './read-children.js';
import { placesMissing, silentViews } from './missing-views.js';
import { readDay } from './read-day.js';
import { reportedOf } from './reported-of.js';
import { stockByItem } from './stock-by-item.js';
import { tellingOf } from './telling-of.js';
import { cardViews, dayColumns, dayRows, diseaseViews, footfallChart } from './today-view.js';

/** The day of an area in one picture. */
export const todayPages = areaPages('today', 'pulse', showToday);

async function showToday(request: Request, h: ResponseToolkit): Promise<ResponseObject> {
  const head = await readAreaHead(request, 'today');
  const { place } = head;
  const day = dayAsked(request);
  const query = queryOf(request);
  const by = childAsked(query, place);
  const telling = tellingOf(request);
  const children = childrenOf(place, by, day);
  const { couch, places, reports } = webFrameOf(request);
  const { district } = place.area;
  const [figures, reported, stock, picture] = await Promise.all([
    readDay(couch, place, day, by),
    reports.read(),
    district === undefined ? null : readStock(couch, { ...place.area, district }, day),
    readPicture(request),
  ]);
  const boxes = new Set(picture.rows.map(({ box }) => box));
  const first = firstReported(place.facilities, reported);
  if (first !== null && day < first && query.has('day')) throw beforeFirst(telling, first);
  const table = sortTable(dayColumns(telling, children), dayRows(telling, children, figures, reported, day), {
    query,
    first: 'place',
  });
  const last = lastDay(request);
  return h.view('centre/today', {
    ...{ head, table, by, ...childLinks(place, query) },
    shownDay: formatDay(telling.language, day),
    weekday: telling.t(`centre.weekday.${weekdayOf(day)}`),
    day: isoDate(day),
    lastDay: isoDate(last),
    dayBefore: first === null || day > first ? linkWith(query, { day: isoDate(addDays(day, -1)) }) : null,
    dayAfter: day < last ? linkWith(query, { day: isoDate(addDays(day, 1)) }) : null,
    pack: packLink(telling, place.area, { day, last, by }),
    cards: cardViews(telling, figures),
    usualRule: usualRule(telling),
    reported: reportedOf(place.facilities, reported, figures.total, day),
    chart: footfallChart(telling, figures, day),
    diseases: diseaseViews(telling, figures, day),
    stock: stock && stockByItem(telling, stock, await places.book()),
    missing:
      district === undefined ? placesMissing(telling, children, figures, reported, { day, query }) : null,
    silent: district === undefined ? null : silentViews(telling, place, reported, day, boxes),
  });
}

function beforeFirst({ language }: Telling, first: Day): FacilityError {
  const params = { day: formatDay(language, first) };
  return new FacilityError('bad-input', 'Nobody reported this day or any before it.', {
    fields: [{ field: 'period', code: 'period-before-first', params }],
  });
}
