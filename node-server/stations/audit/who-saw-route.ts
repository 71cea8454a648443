import type { ServerRoute } from '@hapi/hapi';
import { FacilityError } from '../../../records/facility-error.js';
import { printedPatientId, readPatientId } from '../../../records/ids.js';
import { pageOf } from '../../../templates/web/page-of.js';
import { lookIndex } from '../../access/look-index.js';
import { look, looks } from '../../access/look.js';
import { facilityNames, looksElsewhere } from '../../access/looks-elsewhere.js';
import type { Facility } from '../../facility.js';
import { languageOf, translator } from '../../language.js';
import { personLine } from '../person-line.js';
import { foldLooks } from './fold-looks.js';
import { elsewhereRow, lookRow } from './look-row.js';

const MOST_ROWS = 200;
const ROWS_A_PAGE = 50;

/** `GET /audit/patient/BR1042-004217-K`: who saw this record, here and at other facilities, the latest first, for a patient who asks. */
export function whoSawRoute(facility: Facility): ServerRoute {
  return {
    method: 'GET',
    path: '/audit/patient/{id}',
    options: looks('view', 'incharge', 'doctor'),
    handler: async (request, h) => {
      const id = readPatientId(String(request.params['id']));
      const patient = id && facility.patients.get(id.id);
      const whose = patient?.id ?? id?.id;
      if (!whose) throw noSuchPatient();
      const [records, elsewhere] = await Promise.all([
        lookIndex(facility).ofPatient(whose, MOST_ROWS),
        looksElsewhere(facility).ofPatient(whose, MOST_ROWS),
      ]);
      // One of another facility, whose record was opened here.
      if (!patient && records.length === 0) throw noSuchPatient();
      const names = await facilityNames(facility, elsewhere);
      look(request, whose);
      const t = translator(request);
      const language = languageOf(request);
      const rows = [
        ...records.map((record) => lookRow(record, facility, t, language)),
        ...elsewhere.map((one) => elsewhereRow(one, names.get(one.box)?.[language] ?? '', t, language)),
      ]
        .sort((a, b) => (a.at < b.at ? 1 : -1))
        .slice(0, MOST_ROWS);
      const page = pageOf(foldLooks(rows), request.url.searchParams, ROWS_A_PAGE);
      return h.view('audit/who-saw', {
        title: t('access.whoSaw'),
        person: patient && personLine(patient, t, facility.today()),
        id: printedPatientId(whose),
        ...{ page, rows: page.shown, most: MOST_ROWS },
      });
    },
  };
}

function noSuchPatient(): FacilityError {
  return new FacilityError('not-found', 'There is no such patient.');
}
