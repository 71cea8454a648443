import type { Lifecycle, Request, ResponseToolkit, Server } from '@hapi/hapi';
import { FacilityError } from '../../records/facility-error.js';
import { sealingKeys } from '../../templates/web/sealing-keys.js';
import type { CouchSession } from './couch-sessions.js';
import { webFrameOf, type WebFrame } from './web-frame.js';

const SESSION = 'nadi-centre-session';
const LANGUAGE = 'nadi-language';
const YEAR_MS = 365 * 86_400_000;

/** `__Host-` in front: a browser then takes the cookie from this very host, over TLS, and from nobody else. */
function named(frame: WebFrame, name: string): string {
  return frame.tls ? `__Host-${name}` : name;
}

/** A session cookie holds CouchDB's, sealed: it is nobody's business but this server's. */
export function registerWebSession(server: Server, sessionKey: string): void {
  const frame = server.app.centre;
  const guarded = { isSecure: frame.tls, isHttpOnly: true, isSameSite: 'Lax', path: '/' } as const;
  server.state(named(frame, SESSION), {
    ...guarded,
    encoding: 'iron',
    password: sealingKeys(sessionKey),
    ignoreErrors: true,
    clearInvalid: true,
  });
  server.state(named(frame, LANGUAGE), { ...guarded, ttl: YEAR_MS, encoding: 'none', ignoreErrors: true });
  server.ext('onPreAuth', findViewer);
  server.ext('onPreResponse', keepCookie);
}

async function findViewer(request: Request, h: ResponseToolkit): Promise<Lifecycle.ReturnValue> {
  const frame = webFrameOf(request);
  const held = cookieOf(request, named(frame, SESSION)) as { couch?: unknown } | undefined;
  if (typeof held?.couch !== 'string' || request.path.startsWith('/assets/')) return h.continue;
  const session = await frame.sessions.check(held.couch).catch((why: unknown) => {
    if (!(why instanceof FacilityError)) throw why;
    // Told by the guard, once the form is read: what was typed must not be lost.
    request.app.whyUnknown = why;
  });
  if (session === undefined) return h.continue;
  if (session === null) request.app.couchCookie = null;
  else {
    request.app.viewer = session.viewer;
    if (session.cookie !== held.couch) request.app.couchCookie = session.cookie;
  }
  return h.continue;
}

function keepCookie(request: Request, h: ResponseToolkit): Lifecycle.ReturnValue {
  const { couchCookie } = request.app;
  if (couchCookie === undefined) return h.continue;
  const name = named(webFrameOf(request), SESSION);
  if (couchCookie === null) h.unstate(name);
  else h.state(name, { couch: couchCookie });
  return h.continue;
}

export function beginSession(request: Request, { viewer, cookie }: CouchSession): void {
  request.app.viewer = viewer;
  request.app.couchCookie = cookie;
}

export function endSession(request: Request): void {
  delete request.app.viewer;
  request.app.couchCookie = null;
}

export function languageOfWeb(request: Request): 'hi' | 'en' {
  return cookieOf(request, named(webFrameOf(request), LANGUAGE)) === 'en' ? 'en' : 'hi';
}

export function keepLanguage(request: Request, h: ResponseToolkit, language: 'hi' | 'en'): void {
  h.state(named(webFrameOf(request), LANGUAGE), language);
}

function cookieOf(request: Request, name: string): unknown {
  return (request.state as Record<string, unknown> | null)?.[name];
}
