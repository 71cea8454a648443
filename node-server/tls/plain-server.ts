import { server as hapiServer } from '@hapi/hapi';
import type { Server, ServerRoute } from '@hapi/hapi';
import inert from '@hapi/inert';
import vision from '@hapi/vision';
import path from 'node:path';
import { templatesFolder } from '../../templates/folder.js';
import { pageEngine } from '../../templates/page-engine.js';
import { assetRoutes } from '../../templates/web/asset-routes.js';
import type { Frame } from '../frame-context.js';
import { addSecurityHeaders } from '../../templates/web/security-headers.js';
import { trustRoutes, type TrustedCa } from './trust-routes.js';

export interface PlainServerOptions {
  host: string;
  port: number;
  /** where the pages are */
  httpsPort: () => number;
  /** names and addresses of the box: a request for another host is sent to the first */
  names: () => string[];
  ca: TrustedCa;
  frame: Frame;
}

/** The box's plain HTTP beside its HTTPS: tells how to trust the box, and sends everybody else to HTTPS. */
export async function buildPlainServer(options: PlainServerOptions): Promise<Server> {
  const { host, port, ca, frame } = options;
  const server = hapiServer({ host, port, debug: false, routes: { state: { parse: false } } });
  await server.register(inert);
  await server.register(vision);
  server.views({ engines: { eta: pageEngine() }, path: path.join(templatesFolder(), 'pages') });
  server.ext('onPreResponse', addSecurityHeaders);
  server.route([...assetRoutes({}), ...trustRoutes(ca, frame, options.httpsPort), toHttps(options)]);
  return server;
}

function toHttps({ httpsPort, names }: PlainServerOptions): ServerRoute {
  return {
    method: '*',
    path: '/{any*}',
    options: { payload: { parse: false, maxBytes: 1024 } },
    handler: (request, h) => {
      if (request.method !== 'get') return h.response('HTTPS only').code(403).type('text/plain');
      const { hostname } = request.info;
      const known = names();
      const host = known.includes(hostname) ? hostname : (known[0] ?? 'localhost');
      return h.redirect(`https://${host}:${httpsPort()}${request.url.pathname}${request.url.search}`);
    },
  };
}
