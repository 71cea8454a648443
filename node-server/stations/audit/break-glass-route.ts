import type { ServerRoute } from '@hapi/hapi';
import { lookIndex } from '../../access/look-index.js';
import { lookAtList, looks } from '../../access/look.js';
import type { Facility } from '../../facility.js';
import { languageOf, translator } from '../../language.js';
import { personLine } from '../person-line.js';
import { lookRow } from './look-row.js';

const MOST_ROWS = 200;

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
      return h.view('audit/break-glass', {
        title: t('access.breakGlass'),
        rows: records.map((record) => {
          const person = facility.patients.get(record.patients[0] ?? '');
          return {
            ...lookRow(record, facility, t, languageOf(request)),
            person: person && personLine(person, t, facility.today()),
          };
        }),
      });
    },
  };
}
