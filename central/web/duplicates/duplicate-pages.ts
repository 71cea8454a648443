import type { CentrePages } from '../web-frame.js';
import { duplicateRoutes } from './duplicate-routes.js';

/** Which two patients are one person. */
export const duplicatePages: CentrePages = {
  name: 'duplicates',
  path: '/duplicates',
  icon: 'queue',
  routes: duplicateRoutes,
  shownTo: ({ registry }) => registry,
};
