import type { Facility } from '../facility.js';
import type { StationPages } from '../frame-context.js';
import { OpenWork } from './open-work.js';
import { comesBack, counterRoute } from './pharmacy/counter-route.js';
import { dispenseRoutes } from './pharmacy/dispense-routes.js';
import { labelRoute } from './pharmacy/label-route.js';
import { returnRoutes } from './pharmacy/return-routes.js';

/** The pharmacist's counter: what was prescribed goes out, earliest expiry first. */
export function pharmacyPages(facility: Facility): StationPages {
  const openLines = new OpenWork(facility, ['move'], comesBack);
  return {
    name: 'pharmacy',
    path: '/pharmacy',
    roles: ['pharmacist'],
    routes: [
      counterRoute(facility, openLines),
      ...dispenseRoutes(facility),
      labelRoute(facility),
      ...returnRoutes(facility),
    ],
  };
}
