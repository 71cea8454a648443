import { boxPages } from './boxes/box-pages.js';
import { todayPages } from './figures/today-pages.js';
import { homePage } from './home-pages.js';
import type { CentrePages } from './web-frame.js';

/** All that the centre's pages have, in the order of their navigation. */
export const centrePages: CentrePages[] = [
  { ...todayPages, routes: [homePage, ...todayPages.routes] },
  boxPages,
];
