import path from 'node:path';
import { notFound } from '@hapi/boom';
import { plugin as crumb } from '@hapi/crumb';
import { server as hapiServer, type Request, type Server } from '@hapi/hapi';
import inert from '@hapi/inert';
import vision from '@hapi/vision';
import type { ServerScope } from 'nano';
import { ADDRESS_LIMIT, TryLimit } from '../../records/try-limit.js';
import { templatesFolder } from '../../templates/folder.js';
import { openLocale, type Locale } from '../../templates/locale.js';
import { pageEngine } from '../../templates/page-engine.js';
import { assetRoutes, readAssetVersion } from '../../templates/web/asset-routes.js';
import { keepConnections } from '../../templates/web/keep-connections.js';
import { requestId } from '../../templates/web/request-id.js';
import { addSecurityHeaders } from '../../templates/web/security-headers.js';
import { BoxBook } from '../monitor/box-book.js';
import { RouterCouch } from '../router/router-couch.js';
import { FollowedReports } from '../summaries/followed-reports.js';
import { COUCH_LIMIT } from './couch-limit.js';
import { CouchSessions } from './couch-sessions.js';
import { watchFigureBook } from './figures/figure-book.js';
import { loginPages } from './login-pages.js';
import { checkInWorker } from './records/check-in-worker.js';
import { LedgerChecks } from './records/ledger-checks.js';
import { Places } from './places/places.js';
import { webContext } from './web-context.js';
import { answerWebFailure } from './web-failure.js';
import type { CentrePages, WebLogEntry } from './web-frame.js';
import { accessOptions, checkRoutesDeclareAccess, guardCentre, hapiRoute } from './web-guard.js';
import { registerWebSession } from './web-session.js';

export interface WebOptions {
  /** logged in as a user of role `centre` */
  couch: ServerScope;
  /** the same CouchDB by an address with that user in it, for threads beside the pages' own */
  login: string;
  /** seals the session cookies: at least 32 characters */
  sessionKey: string;
  pages: CentrePages[];
  /** with it Prometheus may ask for `/metrics`; absent: nobody may */
  metricsToken?: string;
  port?: number;
  host?: string;
  tls?: { cert: string; key: string };
  locale?: Locale;
  now?: () => number;
  log?: (entry: WebLogEntry) => void;
}

const MAX_PAYLOAD_BYTES = 64 * 1024;

/** The centre's pages, for districts, support and the central team. Not yet started. It stores nothing. */
export async function buildWeb(options: WebOptions): Promise<Server> {
  const { tls, pages } = options;
  const server = hapiServer({
    port: options.port ?? 0,
    host: options.host ?? '127.0.0.1',
    ...(tls ? { tls } : {}),
    routes: {
      payload: { maxBytes: MAX_PAYLOAD_BYTES },
      // Cookies of other programs on this machine come along too; theirs may be malformed.
      state: { parse: true, failAction: 'ignore' },
    },
    state: { strictHeader: false },
    debug: false,
  });
  keepConnections(server.listener);
  const { now = Date.now, log = () => undefined } = options;
  const figures = watchFigureBook({
    onTrouble: (error) =>
      log({ level: 'warn', message: 'an edit of the figures cannot be used', why: String(error) }),
  });
  server.ext('onPostStop', () => figures.close());
  const couch = new RouterCouch(options.couch);
  server.app.centre = {
    couch: options.couch,
    // Each viewer brings an account of their own.
    sessions: new CouchSessions(withoutAccount(options.login)),
    locale: options.locale ?? openLocale(),
    places: new Places(options.couch, now),
    reports: new FollowedReports(couch, now),
    boxes: new BoxBook(couch, now),
    checks: new LedgerChecks({
      check: (box) => checkInWorker({ login: options.login, box }),
      now,
      onTrouble: (error) => log({ level: 'error', message: 'a check of records failed', why: String(error) }),
    }),
    metricsToken: options.metricsToken ?? null,
    figures: figures.current,
    pages,
    assetVersion: readAssetVersion(),
    tries: { names: new TryLimit(COUCH_LIMIT), addresses: new TryLimit(ADDRESS_LIMIT) },
    tls: tls !== undefined,
    now,
    log,
  };
  await server.register(inert);
  await server.register(vision);
  server.views({
    engines: { eta: pageEngine() },
    path: path.join(templatesFolder(), 'pages'),
    context: webContext,
  });
  server.ext('onRequest', (request, h) => {
    request.app.id = requestId();
    return h.continue;
  });
  registerWebSession(server, options.sessionKey);
  await server.register({
    plugin: crumb,
    options: {
      key: 'crumb',
      cookieOptions: { isSecure: tls !== undefined, isHttpOnly: true, isSameSite: 'Strict', path: '/' },
      addToViewContext: false,
      skip: (request: Request) => request.path.startsWith('/assets/'),
    },
  });
  server.ext('onPostAuth', guardCentre, { before: ['@hapi/crumb'] });
  server.ext('onPreResponse', answerWebFailure);
  server.ext('onPreResponse', addSecurityHeaders);
  server.route(assetRoutes(accessOptions({ open: true })));
  server.route([...loginPages, ...pages.flatMap(({ routes }) => routes)].map(hapiRoute));
  server.route({
    method: '*',
    path: '/{any*}',
    options: accessOptions({ open: true }),
    handler: () => {
      throw notFound();
    },
  });
  checkRoutesDeclareAccess(server);
  return server;
}

function withoutAccount(login: string): string {
  const plain = new URL(login);
  plain.username = plain.password = '';
  return plain.href.replace(/\/$/, '');
}
