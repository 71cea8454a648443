import type { Facility } from '../facility.js';
import type { StationPages } from '../frame-context.js';
import { referralBook } from '../referrals/referral-book.js';
import { againRoutes } from './referrals/again-routes.js';
import { arriveRoutes } from './referrals/arrive-routes.js';
import { cancelRoutes } from './referrals/cancel-routes.js';
import { listRoute } from './referrals/list-page.js';
import { referralRoutes } from './referrals/referral-page.js';
import { REFERRAL_ROLES } from './referrals/rights.js';
import { slipRoute } from './referrals/slip-route.js';

/** Referrals in and out: each with its steps, told alike at both ends. */
export function referralPages(facility: Facility): StationPages {
  return {
    name: 'referrals',
    path: '/referrals',
    roles: REFERRAL_ROLES,
    badge: () => {
      const book = referralBook(facility);
      const { count, urgent } = book.unanswered();
      const told = book.withNewResults();
      const critical = told.filter(({ id }) => book.newResults(id)?.critical);
      const news = book.newlyAnswered().length + book.newlyCancelled().length + told.length;
      return { count: count + news, urgent: urgent + critical.length };
    },
    routes: [
      listRoute(facility),
      ...referralRoutes(facility),
      ...arriveRoutes(facility),
      ...againRoutes(facility),
      ...cancelRoutes(facility),
      slipRoute(facility),
    ],
  };
}
