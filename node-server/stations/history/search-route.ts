import type { ServerRoute } from '@hapi/hapi';
import { printedPatientId, readPatientId } from '../../../records/ids.js';
import { lookAtList, looks } from '../../access/look.js';
import type { Facility } from '../../facility.js';
import { translator } from '../../language.js';
import { searchedText } from '../counter/search-routes.js';
import { personLine } from '../person-line.js';

const MOST_FOUND = 20;

/** `GET /history?q=…`: a scanned or typed id leads on at once; by anything else patients of this box are found. */
export function historySearchRoute(facility: Facility): ServerRoute {
  return {
    method: 'GET',
    path: '/history',
    options: looks('search'),
    handler: (request, h) => {
      const t = translator(request);
      const q = searchedText(request);
      const id = readPatientId(q);
      if (id?.check) return h.redirect(`/history/${printedPatientId(id.id)}`);
      const { patients } = facility.patients.search(q, { limit: MOST_FOUND });
      lookAtList(
        request,
        patients.map((patient) => patient.id),
      );
      return h
        .view('history/search', {
          title: t('history.title'),
          q,
          wrongCheck: id !== null,
          patients: patients.map((patient) => personLine(patient, t, facility.today())),
        })
        .code(id === null ? 200 : 400);
    },
  };
}
