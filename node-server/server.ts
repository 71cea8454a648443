import { notFound } from '@hapi/boom';
import { server as hapiServer } from '@hapi/hapi';
import type { Server, ServerRoute } from '@hapi/hapi';
import inert from '@hapi/inert';
import vision from '@hapi/vision';
import path from 'node:path';
import { templatesFolder } from '../templates/folder.js';
import { openLocale } from '../templates/locale.js';
import { pageEngine } from '../templates/page-engine.js';
import { answerByRedirect, answerRoute } from './answer-by-redirect.js';
import { checkRoutesDeclareLooks, recordLooks } from './access/look.js';
import { assetRoutes, readAssetVersion } from '../templates/web/asset-routes.js';
import { registerCrumb } from './crumb.js';
import { registerDeviceGate } from './devices/device-gate.js';
import { pairRoutes } from './devices/pair-routes.js';
import { answerFailure } from './error-pages.js';
import type { FrameFacility, FrameOptions, StationPages } from './frame-context.js';
import { guard } from './guard.js';
import { homeRoute } from './home.js';
import { KeptAnswers } from './kept-answers.js';
import { languageRoute, registerLanguage } from './language.js';
import { lockRoutes } from './lock/lock-routes.js';
import { pinRoutes } from './lock/pin-routes.js';
import { requirePin } from './lock/require-pin.js';
import { registerLogin } from './login.js';
import { clearShownNotice, registerNotice } from './notice.js';
import { Once } from './once.js';
import { pageContext } from './page-context.js';
import { refuseWhereReplaced } from './restore/refuse-where-replaced.js';
import { keepConnections } from '../templates/web/keep-connections.js';
import { requestId } from '../templates/web/request-id.js';
import { addSecurityHeaders } from '../templates/web/security-headers.js';
import { openToUnpaired, registerSession } from './session.js';
import { tlsOptions } from './tls/tls-options.js';
import { trustRoutes } from './tls/trust-routes.js';
import { PasswordTries } from './try-password.js';
import { Turns } from './turns.js';

const MAX_PAYLOAD_BYTES = 1024 * 1024;

/** The LAN server of a health centre: the frame that every page stands in, and the stations' routes. Not yet started. */
export async function buildServer(facility: FrameFacility, options: FrameOptions): Promise<Server> {
  const server = hapiServer({
    port: options.port ?? 0,
    host: options.host ?? '127.0.0.1',
    ...(options.lan?.tls ? { tls: tlsOptions(options.lan.tls) } : {}),
    routes: {
      payload: { maxBytes: MAX_PAYLOAD_BYTES },
      // Cookies of other programs on this machine come along too; theirs may be malformed.
      state: { parse: true, failAction: 'ignore' },
    },
    state: { strictHeader: false },
    debug: false,
  });
  keepConnections(server.listener);
  server.app.frame = {
    facility,
    options,
    locale: options.locale ?? openLocale(),
    once: new Once(),
    kept: new KeptAnswers(),
    tries: new PasswordTries(),
    assetVersion: readAssetVersion(),
  };
  await server.register(inert);
  await server.register(vision);
  server.views({
    engines: { eta: pageEngine() },
    path: path.join(templatesFolder(), 'pages'),
    context: pageContext,
  });
  registerDeviceGate(server);
  await registerSession(server);
  registerLanguage(server);
  registerNotice(server);
  await registerCrumb(server);
  watchRequests(server);
  server.ext('onPostAuth', guard, { before: ['@hapi/crumb'] });
  refuseWhereReplaced(server);
  server.ext('onPreHandler', requirePin);
  takeTurns(server);
  recordLooks(server, options.looks);
  server.ext('onPreResponse', answerFailure);
  server.ext('onPreResponse', (request, h) => {
    clearShownNotice(request, h);
    return h.continue;
  });
  server.ext('onPreResponse', answerByRedirect);
  server.ext('onPreResponse', addSecurityHeaders);
  server.route(assetRoutes(openToUnpaired()));
  server.route([
    homeRoute,
    languageRoute,
    answerRoute,
    noSuchPage,
    ...pairRoutes,
    ...lockRoutes,
    ...pinRoutes,
  ]);
  if (options.lan?.tls) server.route(trustRoutes(options.lan.tls.ca, server.app.frame));
  server.route(options.lan?.standbyRoutes ?? []);
  registerLogin(server);
  for (const station of options.stations) server.route(stationRoutes(station));
  checkRoutesDeclareLooks(server);
  return server;
}

/** See Turns. */
function takeTurns(server: Server): void {
  const turns = new Turns();
  server.ext('onPreHandler', async (request, h) => {
    if (request.method === 'get') await turns.take();
    else {
      turns.saveBegins();
      request.app.saving = true;
    }
    return h.continue;
  });
  server.ext('onPreResponse', (request, h) => {
    if (request.app.saving) turns.saveEnds();
    request.app.saving = false;
    return h.continue;
  });
}

/** hapi's own answer to an unknown path reads no cookies, so it would not know the language. */
const noSuchPage: ServerRoute = {
  method: '*',
  path: '/{any*}',
  options: { plugins: { nadi: { open: true, exempt: 'there is no such page' }, crumb: false } },
  handler: () => {
    throw notFound();
  },
};

/** A route that names no roles takes its station's; under `/api` the CSRF token comes in a header. */
function stationRoutes(station: StationPages): ServerRoute[] {
  return station.routes.map((route) => {
    if (typeof route.options === 'function') return route;
    const options = route.options ?? {};
    const access = options.plugins?.nadi ?? {};
    const nadi = {
      ...(station.exempt !== undefined && !access.looks && { exempt: station.exempt }),
      ...(!access.open && { roles: station.roles }),
      ...access,
    };
    const crumb = route.path.startsWith('/api/') ? { crumb: { restful: true } } : {};
    return { ...route, options: { ...options, plugins: { ...crumb, ...options.plugins, nadi } } };
  });
}

function watchRequests(server: Server): void {
  server.ext('onRequest', (request, h) => {
    request.app.id = requestId();
    return h.continue;
  });
  const { log } = server.app.frame.options;
  if (!log) return;
  server.events.on('response', (request) => {
    const { response, info, route, auth } = request;
    if (route.settings.plugins?.nadi?.quiet) return;
    log({
      level: 'info',
      message: 'request',
      id: request.app.id,
      method: request.method,
      // The route's pattern: the path itself may name a patient.
      route: route.path,
      status: 'isBoom' in response ? response.output.statusCode : response.statusCode,
      // A stream that its browser broke off counts as never responded to.
      ms: (info.responded || Date.now()) - info.received,
      by: auth.isAuthenticated ? auth.credentials.user?.staff.id : undefined,
    });
  });
}
