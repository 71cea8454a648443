import type { ServerOptions } from 'node:https';

/** What the pages' listener is told: no TLS older than 1.2, and HTTP/1.1 only. */
export function tlsOptions({ key, cert }: { key: string; cert: string }): ServerOptions {
  return { key, cert, minVersion: 'TLSv1.2', ALPNProtocols: ['http/1.1'] };
}
