import type { Facility } from '../facility.js';
import type { StationPages } from '../frame-context.js';
import { emergencySearchRoute } from './emergency/search-route.js';
import { emergencyRoutes } from './emergency/patient-routes.js';

/** What must be known of a patient at once, and the way to open what is closed, with a reason. */
export function emergencyPages(facility: Facility): StationPages {
  return {
    name: 'emergency',
    path: '/emergency',
    roles: ['clerk', 'nurse', 'doctor', 'lab', 'pharmacist', 'incharge'],
    routes: [emergencySearchRoute(facility), ...emergencyRoutes(facility)],
  };
}
