import { createServer } from 'node:http';
import Hapi from '@hapi/hapi';
import type { ServerRoute } from '@hapi/hapi';
import type { AdminFacility } from './admin-facility.js';
import { adminRoutes } from './admin-routes.js';
import { answerFailure } from './answer-failure.js';
import { placeAdminSocket, removeAdminSocket } from './admin-socket.js';
import { listenOnSocket } from './listen-on-socket.js';

export interface ServeAdminOptions {
  /** the data folder */
  folder: string;
  routes: ServerRoute[];
  /** where the socket goes if the data folder's path is too long; the system's temporary folder if not given */
  runtimeFolder?: string;
  /** hears of every failure that is no FacilityError, and of a stop that failed */
  onError?: (error: unknown) => void;
}

export interface AdminServerOptions extends Omit<ServeAdminOptions, 'routes'> {
  facility: AdminFacility;
  /** of the areas that have routes of their own: audit, backup, reports, … */
  routes?: ServerRoute[];
  /** how long `POST /sync/now` waits for the outcome */
  syncBoundMs?: number;
}

export interface AdminServer {
  path: string;
  stop(): Promise<void>;
}

/** Serves the admin API on the data folder's socket. Whoever may open the socket may do everything. */
export function startAdminServer(options: AdminServerOptions): Promise<AdminServer> {
  const { facility, routes = [], syncBoundMs = 30_000, onError = () => {} } = options;
  return serveAdmin({ ...options, routes: [...routes, ...adminRoutes(facility, { syncBoundMs, onError })] });
}

/** The socket with other routes: a spare box's. */
export async function serveAdmin(options: ServeAdminOptions): Promise<AdminServer> {
  const { folder, routes, onError = () => {} } = options;
  const path = await placeAdminSocket(folder, options.runtimeFolder);
  const listener = createServer();
  const server = Hapi.server({
    listener,
    autoListen: false,
    routes: { payload: { maxBytes: 64 * 1024 } },
  });
  server.ext('onPreResponse', answerFailure(onError));
  server.route(routes);
  // Before hapi's start: it counts a listener's connections only if it saw it begin to listen.
  await listenOnSocket(listener, path);
  await server.start();
  return {
    path,
    async stop() {
      await server.stop({ timeout: 1_000 });
      await removeAdminSocket(folder, path);
    },
  };
}
