import type { Facility } from '../facility.js';
import type { StationPages } from '../frame-context.js';
import type { HistoryDesk } from '../history/history-desk.js';
import { historyRoutes } from './history/history-routes.js';
import { historySearchRoute } from './history/search-route.js';

/** What other health centres know of a patient: by the id on a card, with consent or a reason. */
export function historyPages(facility: Facility, desk: HistoryDesk): StationPages {
  return {
    name: 'history',
    path: '/history',
    roles: ['clerk', 'nurse', 'doctor', 'incharge'],
    routes: [historySearchRoute(facility), ...historyRoutes(facility, desk)],
  };
}
