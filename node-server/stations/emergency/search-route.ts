import type { ServerRoute } from '@hapi/hapi';
import { lookAtList, looks } from '../../access/look.js';
import type { Facility } from '../../facility.js';
import { translator } from '../../language.js';
import { searchPeople } from '../../one-person.js';
import { searchedText } from '../counter/search-routes.js';
import { personLine } from '../person-line.js';

const MOST_FOUND = 20;

/** `GET /emergency?q=…`: by name, mobile or health id; each is one tap from what must be known. */
export function emergencySearchRoute(facility: Facility): ServerRoute {
  return {
    method: 'GET',
    path: '/emergency',
    options: looks('search'),
    handler: (request, h) => {
      const t = translator(request);
      const q = searchedText(request);
      const { patients } = searchPeople(facility, q, { limit: MOST_FOUND });
      lookAtList(
        request,
        patients.map(({ id }) => id),
      );
      return h.view('access/search', {
        title: t('stations.emergency.name'),
        q,
        patients: patients.map((patient) => personLine(patient, t, facility.today())),
      });
    },
  };
}
