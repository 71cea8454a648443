import type { Lifecycle, Request } from '@hapi/hapi';
import type { ServerScope } from 'nano';
import type { FacilityError } from '../../records/facility-error.js';
import type { TryLimit } from '../../records/try-limit.js';
import type { Locale } from '../../templates/locale.js';
import type { Area } from '../area.js';
import type { CouchSessions } from './couch-sessions.js';
import type { BoxBook } from '../monitor/box-book.js';
import type { FollowedReports } from '../summaries/followed-reports.js';
import type { FigureBook } from './figures/figure-book.js';
import type { LedgerChecks } from './records/ledger-checks.js';
import type { Places } from './places/places.js';
import type { Viewer } from './viewer.js';

/** One line of the log; never what was typed. */
export interface WebLogEntry {
  level: 'info' | 'warn' | 'error';
  message: string;
  [detail: string]: string | number | undefined;
}

/** One entry of the navigation, and the routes behind it. */
export interface CentrePages {
  /** key under `centre.pages` in the locales */
  name: string;
  path: string;
  /** an icon of templates/pages/partials/icon.eta */
  icon: string;
  routes: CentreRoute[];
  /** whether it stands in this viewer's navigation */
  shownTo: (viewer: Viewer) => boolean;
}

/**
 * Whom a route lets in. `figures` and `box` name the place that the address asks about, and the guard compares it with
 * the viewer's areas: a handler is never reached for another's district.
 */
export type CentreAccess =
  | { open: true }
  | { who: 'anyone' | 'central' | 'support' | 'registry' }
  | { figures: (request: Request) => Area | null | Promise<Area | null> }
  | { box: (request: Request) => Area | null | Promise<Area | null> };

export interface CentreRoute {
  method: 'GET' | 'POST';
  path: string;
  access: CentreAccess;
  handler: Lifecycle.Method;
}

export interface WebFrame {
  /** logged in as a user of role `centre` */
  couch: ServerScope;
  sessions: CouchSessions;
  locale: Locale;
  /** the directory of facilities, kept up to date */
  places: Places;
  /** from when to when each facility reported, kept up to date */
  reports: FollowedReports;
  /** how all boxes are, kept up to date */
  boxes: BoxBook;
  /** of ledgers, that viewers began */
  checks: LedgerChecks;
  /** with it Prometheus may ask for `/metrics`; null: nobody may */
  metricsToken: string | null;
  /** what is known of figures and indicators, kept up to date */
  figures: () => FigureBook;
  pages: CentrePages[];
  assetVersion: string;
  tries: { names: TryLimit; addresses: TryLimit };
  tls: boolean;
  now: () => number;
  log: (entry: WebLogEntry) => void;
}

declare module '@hapi/hapi' {
  interface ServerApplicationState {
    centre: WebFrame;
  }
  interface RequestApplicationState {
    viewer?: Viewer;
    /** why CouchDB could not say who this is; they may be logged in */
    whyUnknown?: FacilityError;
    /** CouchDB's cookie of this viewer as it is after this request; null: the session is over */
    couchCookie?: string | null;
  }
  interface PluginSpecificConfiguration {
    centre?: CentreAccess;
  }
}

export function webFrameOf(request: Request): WebFrame {
  return request.server.app.centre;
}
