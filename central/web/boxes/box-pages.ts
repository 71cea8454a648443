import type { CentreAccess, CentrePages } from '../web-frame.js';
import { seesBoxes } from '../viewer.js';
import { metricsRoute } from '../metrics/metrics-route.js';
import { askAcknowledgement, takeAcknowledgement } from './acknowledge-page.js';
import { alertsPage } from './alerts-page.js';
import { boxPage } from './box-page.js';
import { boxPlace } from './box-request.js';
import { recordPages } from '../records/record-pages.js';
import { listPage } from './list-page.js';
import { mapPage } from './map-page.js';

/** Lists show what the viewer may look at; a page of one box asks where it stands. */
const LISTS: CentreAccess = { who: 'anyone' };
const ONE: CentreAccess = { box: boxPlace };

/** How boxes are, for support, the central team, and those who look after an area. Nothing of any patient. */
export const boxPages: CentrePages = {
  name: 'boxes',
  path: '/boxes',
  icon: 'display',
  shownTo: seesBoxes,
  routes: [
    { method: 'GET', path: '/boxes', access: LISTS, handler: listPage },
    { method: 'GET', path: '/boxes/alerts', access: LISTS, handler: alertsPage },
    { method: 'GET', path: '/boxes/map', access: LISTS, handler: mapPage },
    { method: 'GET', path: '/boxes/{box}', access: ONE, handler: boxPage },
    { method: 'GET', path: '/boxes/{box}/alerts/{kind}', access: ONE, handler: askAcknowledgement },
    { method: 'POST', path: '/boxes/{box}/alerts/{kind}', access: ONE, handler: takeAcknowledgement },
    ...recordPages,
    metricsRoute,
  ],
};
