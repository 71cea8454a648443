import type { ServerRoute } from '@hapi/hapi';
import { printedPatientId } from '../../../records/ids.js';
import { pageOf } from '../../../templates/web/page-of.js';
import { lookIndex } from '../../access/look-index.js';
import { lookAtList, looks } from '../../access/look.js';
import type { Facility } from '../../facility.js';
import { languageOf, translator } from '../../language.js';
import { personLine } from '../person-line.js';
import { lookRow } from './look-row.js';

const MOST_ROWS = 200;
const ROWS_A_PAGE = 50;

/** `GET /audit/break-glass`: records that were opened with a reason, the latest first. */
export function breakGlassRoute(facility: Facility): ServerRoute {
  return {
    method: 'GET',
    path: '/audit/break-glass',
    options: looks('view'),
    handler: async (request, h) => {
      const t = translator(request);
      const records = await lookIndex(facility).withReason(MOST_ROWS);
      lookAtList(
        request,
        records.flatMap(({ patients }) => patients),
      );
      const page = pageOf(records, request.url.searchParams, ROWS_A_PAGE);
      return h.view('audit/break-glass', {
        title: t('access.breakGlass'),
        page,
        rows: page.shown.map((record) => {
          const [patient] = record.patients;
          const person = patient && facility.patients.get(patient);
          return {
            ...lookRow(record, facility, t, languageOf(request)),
            // Of a patient of another facility nobody here knows a name.
            id: patient ? printedPatientId(patient) : '',
            person: person && personLine(person, t, facility.today()),
          };
        }),
      });
    },
  };
}
