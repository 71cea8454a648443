import type { Facility } from '../facility.js';
import type { StationPages } from '../frame-context.js';
import { OpenWork } from './open-work.js';
import { consultRoutes } from './doctor/consult-routes.js';
import { criticalWatchRoute } from './doctor/critical-watch.js';
import { queueRoutes } from './doctor/queue-routes.js';
import { RecentPractice } from './doctor/recent-practice.js';
import { searchRoute } from './doctor/search-route.js';

/** The doctor's station: who comes next, critical results, and one page per patient to read, write and sign on. */
export function doctorPages(facility: Facility): StationPages {
  const practice = new RecentPractice(facility);
  const critical = new OpenWork(facility, ['lab-result'], ({ unacknowledged }) => unacknowledged.length > 0);
  return {
    name: 'doctor',
    path: '/doctor',
    roles: ['doctor'],
    routes: [
      ...queueRoutes(facility, critical),
      ...consultRoutes(facility, { practice, critical }),
      criticalWatchRoute(facility, critical),
      searchRoute(facility),
    ],
  };
}
