import type { Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import { csvLine } from '../../../records/csv.js';
import { dayOf, isoDate } from '../../../records/day.js';
import { areaPath } from '../../area.js';
import { readVillages } from '../../summaries/read-villages.js';
import { readAreaHead } from '../places/area-request.js';
import { webFrameOf } from '../web-frame.js';
import { languageOfWeb } from '../web-session.js';
import { FEW_PEOPLE } from './join-small-villages.js';
import { tellable } from './tellable.js';
import { byPlace, villageLines } from './village-lines.js';

/** Of the file, as the page and the other file call them. */
const CSV_COLUMNS = [
  'centre.csv.code',
  'centre.villages.facility',
  'centre.level.district',
  'centre.level.block',
  'labels.village',
  'reports.villages.people',
  'reports.villages.households',
  'centre.villages.asOf',
];

/** The villages of an area as a spreadsheet: a line each. */
export async function exportVillages(request: Request, h: ResponseToolkit): Promise<ResponseObject> {
  const { area, facilities } = (await readAreaHead(request, 'villages')).place;
  const { couch, now } = webFrameOf(request);
  const told = await readVillages(couch, byPlace(facilities), dayOf(now()));
  const language = languageOfWeb(request);
  const t = webFrameOf(request).locale.in(language);
  const head = CSV_COLUMNS.map((key) => t(key));
  const lines = villageLines(told, language);
  const rows = lines.map(({ code, place, areas, village, of, day, ...counts }) => {
    const { people, households } = tellable(counts);
    const shown = people === 'few' ? `<${FEW_PEOPLE}` : people;
    return csvLine([
      code,
      place,
      ...areas,
      village ?? `(${of})`,
      shown ?? '',
      households ?? '',
      isoDate(day),
    ]);
  });
  // The mark by which spreadsheets know UTF-8.
  return h
    .response(`\uFEFF${csvLine(head)}${rows.join('')}`)
    .type('text/csv; charset=utf-8')
    .header(
      'content-disposition',
      `attachment; filename="villages-${areaPath(area).replaceAll('/', '-')}.csv"`,
    );
}
