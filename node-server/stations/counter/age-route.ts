import type { ServerRoute } from '@hapi/hapi';
import { showsNobody } from '../../access/look.js';
import type { Facility } from '../../facility.js';
import { understoodAge } from './understood-age.js';

/** `GET /api/counter/age?age=40&ageUnit=months`: how an age that is being typed is understood. */
export function ageRoute(facility: Facility): ServerRoute {
  return {
    method: 'GET',
    path: '/api/counter/age',
    options: showsNobody('an age, and nobody’s name', 'clerk', 'incharge'),
    handler: (request) => ({ words: understoodAge(facility, request, request.query) }),
  };
}
