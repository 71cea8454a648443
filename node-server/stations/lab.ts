import type { Facility } from '../facility.js';
import type { StationPages } from '../frame-context.js';
import { correctResultRoutes } from './lab/correct-result.js';
import { enterResultRoutes } from './lab/enter-results.js';
import { resultsRoute } from './lab/results-page.js';
import { worklistRoute } from './lab/worklist.js';
import { OpenWork } from './open-work.js';

/** The laboratory: what was ordered, what was found. */
export function labPages(facility: Facility): StationPages {
  const openOrders = new OpenWork(facility, ['lab-order'], ({ openTests }) => openTests.length > 0);
  return {
    name: 'lab',
    path: '/lab',
    roles: ['lab'],
    routes: [
      worklistRoute(facility, openOrders),
      ...enterResultRoutes(facility),
      ...correctResultRoutes(facility),
      resultsRoute(facility),
    ],
  };
}
