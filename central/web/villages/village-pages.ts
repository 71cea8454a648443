import type { Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import { areaPages } from '../figures/area-pages.js';
import { csvLine } from '../../../records/csv.js';
import { dayOf, type Day } from '../../../records/day.js';
import { isOpenOn, type ListedFacility } from '../../../records/listed-facility.js';
import type { VillageCount } from '../../../records/summary.js';
import { areaPath } from '../../area.js';
import {
  readRegistered,
  readVillages,
  type FacilityTold,
  type Registered,
} from '../../summaries/read-villages.js';
import { facilityName } from '../figures/child-cells.js';
import { countText, NOTHING } from '../figures/figure-text.js';
import { areaInAddress, readAreaHead } from '../places/area-request.js';
import { webFrameOf } from '../web-frame.js';
import { languageOfWeb } from '../web-session.js';

/** How many people and households of each village are registered: counts, of an area. */
export const villagePages = areaPages('villages', 'reports', showVillages, [
  {
    method: 'GET',
    path: '/villages-csv/{area*}',
    access: { figures: areaInAddress },
    handler: exportVillages,
  },
]);

async function showVillages(request: Request, h: ResponseToolkit): Promise<ResponseObject> {
  const head = await readAreaHead(request, 'villages');
  const { area, facilities } = head.place;
  const { couch, now } = webFrameOf(request);
  const today = dayOf(now());
  const byDistrict = area.district === undefined;
  let told: FacilityTold<Registered>[];
  let lines: Line[];
  if (byDistrict) {
    told = await readRegistered(couch, area, facilities, today);
    lines = districtLines(told);
  } else {
    const villages = await readVillages(couch, byPlace(facilities), today);
    told = villages;
    lines = villageLines(villages, languageOfWeb(request));
  }
  const all = countsOf(told);
  return h.view('centre/villages', {
    ...{ head, byDistrict },
    lines: lines.map((line) => ({ ...line, ...countWords(line) })),
    sum: all && { ...all, areGrouped: areGrouped(all) },
    someUngrouped: lines.some((line) => line.people !== null && !areGrouped(line)),
    silent: told.filter(({ day, facility }) => day === null && isExpected(facility, today)).length,
    csv: `/villages-csv/${areaPath(area)}`,
  });
}

async function exportVillages(request: Request, h: ResponseToolkit): Promise<ResponseObject> {
  const { area, facilities } = (await readAreaHead(request, 'villages')).place;
  const { couch, now } = webFrameOf(request);
  const told = await readVillages(couch, byPlace(facilities), dayOf(now()));
  const head = ['facility', 'name', 'village', 'people', 'households', 'day'];
  const rows = villageLines(told, languageOfWeb(request)).map(
    ({ code, place, village, people, households, day }) =>
      csvLine([code, place, village, people, households, day]),
  );
  // The mark by which spreadsheets know UTF-8.
  return h
    .response(`\uFEFF${csvLine(head)}${rows.join('')}`)
    .type('text/csv; charset=utf-8')
    .header(
      'content-disposition',
      `attachment; filename="villages-${areaPath(area).replaceAll('/', '-')}.csv"`,
    );
}

/** A district's, a block's facilities together, in the order of their codes. */
function byPlace(facilities: readonly ListedFacility[]): ListedFacility[] {
  const keyOf = ({ district, block = '', code }: ListedFacility): string => [district, block, code].join('/');
  return [...facilities].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** Private hospitals keep their villages to themselves, and closed houses have nothing more to tell. */
function isExpected(facility: ListedFacility, today: Day): boolean {
  return facility.ownership === 'government' && isOpenOn(facility, today);
}

type Told = readonly FacilityTold<Registered>[];
/** As far as somebody told them. */
type Line = { [K in keyof Registered]: number | null };

/** Null where nobody has told anything: that is not 0. */
function countsOf(told: Told): Registered | null {
  if (told.every(({ day }) => day === null)) return null;
  const villages = told.flatMap((one) => one.villages);
  const sum = (key: keyof Registered): number => villages.reduce((total, one) => total + one[key], 0);
  return { people: sum('people'), households: sum('households') };
}

/** As many households as people: nobody was put into a family, so that their number says nothing. */
function areGrouped({ people, households }: Line): boolean {
  return people !== households;
}

function countWords(counts: Line): Record<keyof Registered, string> {
  const { people, households } = counts;
  return {
    people: people === null ? NOTHING : countText(people),
    households: households === null || !areGrouped(counts) ? NOTHING : countText(households),
  };
}

/** Whole districts: their villages stand on a page of their own. */
function districtLines(told: Told) {
  const districts = new Map<string, FacilityTold<Registered>[]>();
  for (const one of told) {
    const { state, district } = one.facility;
    const path = areaPath({ state, district });
    const others = districts.get(path);
    if (others) others.push(one);
    else districts.set(path, [one]);
  }
  const ordered = [...districts].sort(([a], [b]) => (a < b ? -1 : 1));
  return ordered.map(([path, ofDistrict]) => {
    // Not every row of the list names its district.
    const named = ofDistrict.find(({ facility }) => facility.districtName !== undefined)?.facility;
    const place = named?.districtName ?? ofDistrict[0]?.facility.district ?? '';
    return { place, path, ...(countsOf(ofDistrict) ?? { people: null, households: null }) };
  });
}

function villageLines(told: readonly FacilityTold<VillageCount>[], language: 'hi' | 'en') {
  return told.flatMap(({ facility, day, villages }) =>
    villages.map((one) => ({
      ...one,
      code: facility.code,
      place: facilityName(language, facility),
      day: day ?? '',
    })),
  );
}
