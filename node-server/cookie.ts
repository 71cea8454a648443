import type { Server, ServerStateCookieOptions } from '@hapi/hapi';

/**
 * How every cookie of a box is set: for the whole site, out of scripts' reach, and over TLS only where the box
 * speaks it.
 *
 * @param ttl milliseconds; until the browser closes where absent
 */
export function cookie(server: Server, ttl?: number) {
  return {
    ...(ttl === undefined ? {} : { ttl }),
    isSecure: isTls(server),
    isHttpOnly: true,
    isSameSite: 'Lax',
    path: '/',
  } as const satisfies ServerStateCookieOptions;
}

/** `__Host-` in front: a browser then takes the cookie from this very host, over TLS, and from nobody else. */
export function guardedName(server: Server, name: string): string {
  return isTls(server) ? `__Host-${name}` : name;
}

function isTls(server: Server): boolean {
  return server.app.frame.options.lan?.tls !== undefined;
}
