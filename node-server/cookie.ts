import type { ServerStateCookieOptions } from '@hapi/hapi';

/**
 * How every cookie of a box is set: for the whole site, and out of scripts' reach. Not `Secure`: a centre's LAN
 * speaks plain HTTP.
 *
 * @param ttl milliseconds; until the browser closes where absent
 */
export function cookie(ttl?: number) {
  return {
    ...(ttl === undefined ? {} : { ttl }),
    isSecure: false,
    isHttpOnly: true,
    isSameSite: 'Lax',
    path: '/',
  } as const satisfies ServerStateCookieOptions;
}
