import type { Facility } from '../facility.js';
import type { StationPages } from '../frame-context.js';
import { boardRoutes } from './queue/board-routes.js';
import { moveRoute, roomRoute } from './queue/move-routes.js';

/** The queue as the staff see and move it. An operator keeps the box running and sees no patients. */
export function queuePages(facility: Facility): StationPages {
  return {
    name: 'queue',
    path: '/queue',
    roles: ['clerk', 'nurse', 'doctor', 'lab', 'pharmacist', 'incharge'],
    routes: [...boardRoutes(facility), moveRoute(facility), roomRoute(facility)],
  };
}
