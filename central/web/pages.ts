import { boxPages } from './boxes/box-pages.js';
import { duplicatePages } from './duplicates/duplicate-pages.js';
import { doubtPages } from './figures/doubt-pages.js';
import { facilityPages } from './figures/facility-pages.js';
import { indicatorPages } from './figures/indicator-pages.js';
import { referralPages } from './figures/referral-pages.js';
import { todayPages } from './figures/today-pages.js';
import { homePage } from './home-page.js';
import { mapPages } from './map/map-pages.js';
import { villagePages } from './villages/village-pages.js';
import type { CentrePages } from './web-frame.js';

/** All that the centre's pages have, in the order of their navigation. */
export const centrePages: CentrePages[] = [
  { ...todayPages, routes: [homePage, ...todayPages.routes, ...facilityPages] },
  indicatorPages,
  mapPages,
  referralPages,
  doubtPages,
  villagePages,
  boxPages,
  duplicatePages,
];
