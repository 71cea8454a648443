import { server as hapiServer, type Server } from '@hapi/hapi';
import { embeddedCouch, type EmbeddedCouchOptions } from './embedded-couch.js';

export interface RunningCouch {
  /** `http://127.0.0.1:5984`, without a slash and without credentials */
  url: string;
  server: Server;
  /** ends what waits and closes the databases; a second call is the first one's */
  stop: () => Promise<void>;
}

/** Starts an embedded CouchDB with a server of its own. Port 0 takes a free one. */
export async function startEmbeddedCouch({
  port,
  host,
  ...options
}: EmbeddedCouchOptions & { port: number; host: string }): Promise<RunningCouch> {
  // CouchDB never compresses an answer of JSON.
  const server = hapiServer({ port, host, compression: false });
  // As long as CouchDB's own: Node's five seconds end just as a busy client asks again.
  server.listener.keepAliveTimeout = 5 * 60_000;
  await server.register({ plugin: embeddedCouch, options });
  await server.start();
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopped ??= server.stop({ timeout: 2_000 }));
  return { url: `http://${host}:${server.info.port}`, server, stop };
}
