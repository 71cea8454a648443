import type { Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import { areaPages } from '../figures/area-pages.js';
import { dayOf, type Day } from '../../../records/day.js';
import { isOpenOn, type ListedFacility } from '../../../records/listed-facility.js';
import { areaPath } from '../../area.js';
import {
  readRegistered,
  readVillages,
  type FacilityTold,
  type Registered,
} from '../../summaries/read-villages.js';
import { facilityName } from '../figures/child-cells.js';
import { areaInAddress, readAreaHead } from '../places/area-request.js';
import { webFrameOf } from '../web-frame.js';
import { languageOfWeb } from '../web-session.js';
import { countWords, sumWords } from './count-words.js';
import { exportVillages } from './export-villages.js';
import { FEW_PEOPLE } from './join-small-villages.js';
import { areGrouped, sumOf, tellable, type Counts } from './tellable.js';
import { byPlace, districtLines, villageLines } from './village-lines.js';

/** How many people and households of each village are registered: counts, of an area. */
export const villagePages = areaPages('villages', 'village', showVillages, [
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
  const language = languageOfWeb(request);
  const t = webFrameOf(request).locale.in(language);
  const toldOf = <L extends Counts>(line: L) => ({
    ...line,
    ...tellable(line),
    words: countWords(t, tellable(line)),
  });
  let told: FacilityTold<Registered>[];
  let lines: Counts[];
  let groups: object[] = [];
  if (byDistrict) {
    told = await readRegistered(couch, area, facilities, today);
    lines = districtLines(told, language);
  } else {
    const villages = await readVillages(couch, byPlace(facilities), today);
    told = villages;
    lines = villageLines(villages, language);
    groups = villages
      .filter((one) => one.villages.length > 0)
      .map((one) => {
        const own = villageLines([one], language);
        const { facility, day } = one;
        const place = { place: facilityName(language, facility), code: facility.code, day };
        return { ...place, lines: own.map(toldOf), words: countWords(t, sumOf(own)) };
      });
  }
  return h.view('centre/villages', {
    ...{ head, byDistrict, groups },
    few: FEW_PEOPLE,
    lines: lines.map(toldOf),
    sum: sumWords(t, lines),
    someUngrouped: lines.some((line) => line.people !== null && !areGrouped(line)),
    silent: told.filter(({ day, facility }) => day === null && isExpected(facility, today)).length,
    csv: `/villages-csv/${areaPath(area)}`,
  });
}

/** Private hospitals keep their villages to themselves, and closed houses have nothing more to tell. */
function isExpected(facility: ListedFacility, today: Day): boolean {
  return facility.ownership === 'government' && isOpenOn(facility, today);
}
