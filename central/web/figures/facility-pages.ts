import type { Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import { FacilityError } from '../../../records/facility-error.js';
import type { Area } from '../../area.js';
import type { ListedFacility } from '../../../records/listed-facility.js';
import { readFacility } from '../../summaries/read-area.js';
import { readLastSummary } from '../../summaries/read-last-summary.js';
import { crumbsOf } from '../places/area-request.js';
import { areaOfFacility } from '../places/place-book.js';
import { firstBox } from '../../../records/ids.js';
import { readPicture } from '../boxes/box-request.js';
import { webFrameOf, type CentreRoute } from '../web-frame.js';
import { facilityName } from './child-cells.js';
import { lastDay } from './day-request.js';
import { expectedDays } from './expected-days.js';
import { daysTable, doubtViews, footfallOfDays, lastReportView, stockView } from './facility-view.js';
import { groupViews } from './indicators-page.js';
import { trendRule } from './kpi-view.js';
import { periodAsked, periodView } from './period-request.js';
import { qualityView } from './quality-view.js';
import { firstDayRead, splitDays } from './read-indicators.js';
import { tellingOf } from './telling-of.js';

export const facilityPages: CentreRoute[] = [
  { method: 'GET', path: '/facility/{code}', access: { figures: areaAsked }, handler: showFacility },
];

async function areaAsked(request: Request): Promise<Area | null> {
  const facility = await facilityAsked(request);
  return facility && areaOfFacility(facility);
}

async function facilityAsked(request: Request): Promise<ListedFacility | null> {
  const book = await webFrameOf(request).places.book();
  return book.facility(String(request.params['code']));
}

/** One facility: its days and indicators over a period, its store, how its records are kept, what came last. */
async function showFacility(request: Request, h: ResponseToolkit): Promise<ResponseObject> {
  const facility = await facilityAsked(request);
  if (!facility) throw new FacilityError('not-found', 'The directory does not list this facility.');
  if (request.params['code'] !== facility.code) {
    return h.redirect(`/facility/${facility.code}${request.url.search}`);
  }
  const { couch } = webFrameOf(request);
  const telling = tellingOf(request);
  const { language } = telling;
  const period = periodAsked(request);
  const area = areaOfFacility(facility);
  const range = { from: firstDayRead(period), to: period.to };
  const [days, newest] = await Promise.all([
    readFacility(couch, { ...area, facility: facility.code }, range),
    readLastSummary(couch, facility.code),
  ]);
  const { total, before } = splitDays(days, period);
  const reported = new Map(newest ? [[facility.code, newest.reported]] : []);
  const within = days.filter(({ day }) => day >= period.from);
  return h.view('centre/facility', {
    scripts: ['fold.js'],
    ...(await periodView(request, telling, period, [facility])),
    crumbs: await crumbsOf(request, area, 'today'),
    name: facilityName(language, facility),
    facility,
    kind: facility.kind && telling.book.kindName(facility.kind)[language],
    recordsHref: await recordsHrefOf(request, facility.code),
    last: lastReportView(telling, facility, newest?.summary.day ?? null, lastDay(request)),
    chart: footfallOfDays(telling, within, period),
    trendRule: trendRule(telling),
    groups: groupViews(telling, { total, before, days }, range),
    quality: qualityView(telling, total, expectedDays([facility], reported, period)),
    doubts: doubtViews(telling, total),
    stock: newest && stockView(telling, newest.summary),
    days: daysTable(telling, within),
  });
}

/** Where the records of the facility's present box are checked; null where no box was ever heard. */
async function recordsHrefOf(request: Request, facility: string): Promise<string | null> {
  const { rows } = await readPicture(request);
  const boxes = rows.map(({ box }) => box).filter((box) => firstBox(box) === facility);
  const present = boxes.sort().at(-1);
  return present === undefined ? null : `/boxes/${present}/records`;
}
