import type { Facility } from '../facility.js';
import type { StationPages } from '../frame-context.js';
import { breakGlassRoute } from './audit/break-glass-route.js';
import { whoSawRoute } from './audit/who-saw-route.js';

/** Who opened what with a reason, and who saw one patient's record. */
export function auditPages(facility: Facility): StationPages {
  return {
    name: 'audit',
    path: '/audit/break-glass',
    roles: ['incharge'],
    routes: [breakGlassRoute(facility), whoSawRoute(facility)],
  };
}
