import type { Server } from 'node:http';

/** Longer than somebody reads a page or fills a form in. */
const IDLE_CONNECTION_MS = 75_000;

/**
 * Keeps a browser's connection from one page to the next. Node's own five seconds cost a new TLS handshake for nearly
 * each page, a second or two on a mobile line, and end just as somebody sends a form.
 */
export function keepConnections(listener: Server): void {
  listener.keepAliveTimeout = IDLE_CONNECTION_MS;
}
