import type { Facility } from '../facility.js';
import type { StationPages } from '../frame-context.js';
import { ageRoute } from './counter/age-route.js';
import { consentRoutes } from './counter/consent-routes.js';
import { householdRoutes } from './counter/household-routes.js';
import { patientRoutes } from './counter/patient-routes.js';
import { firstPaper, type Paper } from './counter/papers.js';
import { PrintCount } from './print-count.js';
import { printRoute } from './counter/print-routes.js';
import { publicSlipRoute } from './counter/public-slip-route.js';
import { registerRoutes } from './counter/register-routes.js';
import { samePersonRoutes } from './counter/same-person-routes.js';
import { searchRoute } from './counter/search-routes.js';
import { slipRoutes } from './counter/slip-routes.js';

/** The clerk's counter: find or register a patient, give a slip with a token, print it. */
export function counterPages(facility: Facility, papers?: readonly Paper[]): StationPages {
  const prints = new PrintCount(facility, 'slip-prints');
  return {
    name: 'counter',
    path: '/counter',
    roles: ['clerk', 'incharge'],
    routes: [
      searchRoute(facility),
      ...registerRoutes(facility),
      ageRoute(facility),
      ...slipRoutes(facility, prints, firstPaper(papers)),
      printRoute(facility, prints),
      ...patientRoutes(facility),
      ...householdRoutes(facility),
      ...samePersonRoutes(facility),
      ...consentRoutes(facility),
      publicSlipRoute(facility),
    ],
  };
}
