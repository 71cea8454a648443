import { hkdfSync } from 'node:crypto';
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

/**
 * The keys that seal cookies, made from the box's session key once. Iron would else stretch it by PBKDF2 four times
 * for each cookie and page, which a random key of 48 bytes does not need. Seen by iron as a password named `box`, for
 * sealing and for opening.
 */
export function sealingKeys(sessionKey: string): string {
  const keys = { encryption: derive(sessionKey, 'encryption'), integrity: derive(sessionKey, 'integrity') };
  // hapi's types know the string only.
  return { id: 'box', ...keys, box: keys } as unknown as string;
}

function derive(sessionKey: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', sessionKey, '', `nadi cookie ${purpose}`, 32));
}
