import type { Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import { csvLine } from '../../../records/csv.js';
import { dayOf } from '../../../records/day.js';
import { FacilityError } from '../../../records/facility-error.js';
import { areaPath, parseArea, type Area } from '../../area.js';
import { readVillages, type FacilityVillages } from '../../summaries/read-villages.js';
import { webFrameOf, type CentrePages } from '../web-frame.js';
import { languageOfWeb } from '../web-session.js';

const areaOf = (request: Request): Area | null => parseArea(String(request.params['area']));

/** How many people and households of each village are registered: counts, of an area. */
export const villagePages: CentrePages = {
  name: 'villages',
  path: '/villages',
  icon: 'reports',
  shownTo: ({ areas }) => areas.length > 0,
  routes: [
    {
      method: 'GET',
      path: '/villages',
      access: { who: 'anyone' },
      handler: (request, h) => {
        const [own] = request.app.viewer?.areas ?? [];
        if (!own) throw new FacilityError('not-found', 'This viewer has no area.');
        return h.redirect(`/villages/${areaPath(own)}`);
      },
    },
    { method: 'GET', path: '/villages/{area*}', access: { figures: areaOf }, handler: showVillages },
    { method: 'GET', path: '/villages-csv/{area*}', access: { figures: areaOf }, handler: exportVillages },
  ],
};

async function showVillages(request: Request, h: ResponseToolkit): Promise<ResponseObject> {
  const { area, told, language } = await readPage(request);
  const lines = area.district === undefined ? districtLines(told) : villageLines(told, language);
  const sum = (key: 'people' | 'households'): number => lines.reduce((all, line) => all + line[key], 0);
  return h.view('centre/villages', {
    title: webFrameOf(request).locale.in(language)('centre.villages.title'),
    path: '/villages',
    byDistrict: area.district === undefined,
    lines,
    people: sum('people'),
    households: sum('households'),
    silent: told.filter(({ day, facility }) => day === null && facility.ownership === 'government').length,
    csv: `/villages-csv/${areaPath(area)}`,
  });
}

async function exportVillages(request: Request, h: ResponseToolkit): Promise<ResponseObject> {
  const { area, told, language } = await readPage(request);
  const head = ['facility', 'name', 'village', 'people', 'households', 'day'];
  const rows = villageLines(told, language).map(({ code, place, village, people, households, day }) =>
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

async function readPage(request: Request) {
  const { couch, now } = webFrameOf(request);
  const area = areaOf(request);
  // The guard has let nobody in without one.
  if (!area) throw new FacilityError('not-found', 'There is no such area.');
  return { area, told: await readVillages(couch, area, dayOf(now())), language: languageOfWeb(request) };
}

/** Whole districts: their villages stand on a page of their own. */
function districtLines(told: readonly FacilityVillages[]) {
  const districts = new Map<string, { place: string; path: string; people: number; households: number }>();
  for (const { facility, villages } of told) {
    const { state, district, districtName } = facility;
    const path = areaPath({ state, district });
    const line = districts.get(path) ?? { place: district, path, people: 0, households: 0 };
    // Not every row of the list names its district.
    line.place = districtName ?? line.place;
    for (const { people, households } of villages) {
      line.people += people;
      line.households += households;
    }
    districts.set(path, line);
  }
  return [...districts.values()];
}

function villageLines(told: readonly FacilityVillages[], language: 'hi' | 'en') {
  return told.flatMap(({ facility: { code, name }, day, villages }) =>
    villages.map((one) => ({
      ...one,
      code,
      place: (language === 'hi' ? name.hi : undefined) ?? name.en,
      day: day ?? '',
    })),
  );
}
