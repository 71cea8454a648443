import { plugin as cookiePlugin } from '@hapi/cookie';
import type { Request, RouteOptions, Server } from '@hapi/hapi';
import { FacilityError } from '../records/facility-error.js';
import type { BoxId } from '../records/ids.js';
import type { Role } from '../records/people.js';
import type { StaffMember } from './admin/admin-api.js';
import { cookie, sealingKeys } from './cookie.js';
import { frameOf } from './frame-context.js';

const HOUR_MS = 3_600_000;
/** A shift: after this one logs in again, busy or not. */
const LONGEST_MS = 12 * HOUR_MS;
const IDLE_MS = 8 * HOUR_MS;
/** The cookie is written anew at most this often. */
const REFRESH_MS = 5 * 60_000;

interface Session {
  staff: string;
  since: number;
  seen: number;
  /** see passwordStamp */
  stamp: string;
}

/** Two boxes on one machine differ by port only, which cookies don't see: the box stands in the name. */
export function cookieName(box: BoxId, what: string): string {
  return `nadi-${box.toLowerCase()}-${what}`;
}

/** Null where hapi could not even read the request's address, and reads no cookies then. */
export function readCookie(request: Request, name: string): unknown {
  const cookies = request.state as Record<string, unknown> | null;
  return cookies?.[name];
}

/** Every route asks "who is it?", none refuses by itself: the guard does, after the payload was read. */
export async function registerSession(server: Server): Promise<void> {
  const { facility, options } = server.app.frame;
  await server.register(cookiePlugin);
  server.auth.strategy('session', 'cookie', {
    cookie: {
      name: cookieName(facility.box, 'session'),
      password: sealingKeys(options.sessionKey),
      ...cookie(),
      clearInvalid: true,
    },
    validate: checkSession,
  });
  server.auth.default({ strategy: 'session', mode: 'try' });
}

async function checkSession(request: Request, session: Session): Promise<object> {
  const { facility, options } = frameOf(request);
  const now = facility.now();
  const staff = facility.staff.find(session.staff);
  // A clock that was set back makes a session look as if it came from the future: distance counts, either way.
  const fresh = Math.abs(now - session.since) < LONGEST_MS && Math.abs(now - session.seen) < IDLE_MS;
  if (!staff?.active || !fresh) return { isValid: false };
  if ((await options.passwords.stamp(staff.id)) !== session.stamp) return { isValid: false };
  if (now - session.seen > REFRESH_MS) request.cookieAuth.set({ ...session, seen: now });
  return { isValid: true, credentials: { user: { staff } } };
}

/** Starts a shift. */
export async function logIn(request: Request, staff: StaffMember): Promise<void> {
  const { facility, options } = frameOf(request);
  const now = facility.now();
  const stamp = (await options.passwords.stamp(staff.id)) ?? '';
  request.cookieAuth.set({ staff: staff.id, since: now, seen: now, stamp } satisfies Session);
  request.app.staff = staff;
}

/** Who sits at the browser, or undefined. */
export function whoIs(request: Request): StaffMember | undefined {
  if (request.app.staff) return request.app.staff;
  return request.auth.isAuthenticated ? request.auth.credentials.user?.staff : undefined;
}

/** Who does this; throws `not-logged-in` on an open route that nobody logged in for. */
export function staffOf(request: Request): StaffMember {
  const staff = whoIs(request);
  if (!staff) throw new FacilityError('not-logged-in', 'Nobody is logged in.');
  return staff;
}

/** Route options that let these roles in, and nobody else: `options: requireRole('nurse', 'doctor')`. */
export function requireRole(...roles: Role[]): RouteOptions {
  return { plugins: { nadi: { roles } } };
}

/** Route options for a page that needs no log-in (the waiting-room display): it never shows who anybody is. */
export function openToAll(): RouteOptions {
  return { plugins: { nadi: { open: true, exempt: 'open to all, so it names no patient' } } };
}
