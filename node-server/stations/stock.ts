import type { DoubtLimits } from '../../records/stock-trace/stock-doubt.js';
import type { Facility } from '../facility.js';
import type { StationPages } from '../frame-context.js';
import { changeRoutes, expireRoute } from './stock/change-routes.js';
import { stockDoubtsRoute } from './stock/doubts-route.js';
import { stockItemRoute } from './stock/item-route.js';
import { stockListRoute } from './stock/list-route.js';
import { receiveRoutes } from './stock/receive-routes.js';

/** The drug store: batches, what came, went and expired. Nurses and doctors may look. */
export function stockPages(facility: Facility, limits: () => DoubtLimits): StationPages {
  return {
    name: 'stock',
    path: '/stock',
    exempt: 'medicines and batches, no patient',
    roles: ['pharmacist', 'incharge', 'doctor', 'nurse'],
    routes: [
      stockListRoute(facility),
      stockItemRoute(facility),
      stockDoubtsRoute(facility, limits),
      ...receiveRoutes(facility),
      ...changeRoutes(facility),
      expireRoute(facility),
    ],
  };
}
