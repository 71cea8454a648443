import { plugin as cookiePlugin } from '@hapi/cookie';
import type { Request, RouteOptions, Server } from '@hapi/hapi';
import { FacilityError } from '../records/facility-error.js';
import type { BoxId } from '../records/ids.js';
import type { Role } from '../records/people.js';
import type { StaffMember } from './admin/admin-api.js';
import { sealingKeys } from '../templates/web/sealing-keys.js';
import { cookie, guardedName } from './cookie.js';
import { frameOf } from './frame-context.js';

const HOUR_MS = 3_600_000;
/** A shift: after this one logs in again, busy or not. */
const LONGEST_MS = 12 * HOUR_MS;
const IDLE_MS = 8 * HOUR_MS;
/** beside the one who sits there; a cookie has 4 kB */
const MOST_ON_SHIFT = 8;
/** The cookie is written anew at most this often. */
const REFRESH_MS = 5 * 60_000;

/** Somebody whose password was typed at this browser, at most 12 hours ago. */
export interface Shift {
  staff: string;
  since: number;
  /** see passwordStamp */
  stamp: string;
}

export interface Session extends Shift {
  seen: number;
  /** the paired device that it was begun at; a cookie that turns up at another is no good */
  device?: string;
  /** a PIN or a password is needed to go on */
  locked?: true;
  /** who else is on shift at this browser */
  others?: Shift[];
}

/** Two boxes on one machine differ by port only, which cookies don't see: the box stands in the name. */
export function cookieName(box: BoxId, what: string, server: Server): string {
  return guardedName(server, `nadi-${box.toLowerCase()}-${what}`);
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
      name: cookieName(facility.box, 'session', server),
      password: sealingKeys(options.sessionKey),
      ...cookie(server),
      clearInvalid: true,
    },
    validate: checkSession,
  });
  server.auth.default({ strategy: 'session', mode: 'try' });
}

async function checkSession(request: Request, session: Session): Promise<object> {
  const { facility, options } = frameOf(request);
  const now = facility.now();
  if ((session.device ?? '') !== (request.app.device ?? '')) {
    options.log?.({ level: 'warn', message: 'session of another device refused', id: request.app.id });
    return { isValid: false };
  }
  // A clock that was set back makes a session look as if it came from the future: distance counts, either way.
  const idle = Math.abs(now - session.seen);
  if (idle >= IDLE_MS) return { isValid: false };
  const standing = await Promise.all(
    [session, ...(session.others ?? [])].map((shift) => stands(request, shift, now)),
  );
  const shifts = standing.filter((shift) => shift !== null);
  if (shifts.length === 0) return { isValid: false };
  request.app.shifts = { last: session.staff, on: shifts };
  const lockMs = lockAfter(request);
  if (standing[0] === null || session.locked || idle >= lockMs) {
    request.app.shifts.locked = true;
    return { isValid: true, credentials: {} };
  }
  if (idle > Math.min(REFRESH_MS, lockMs / 10) && !isAutomatic(request)) {
    request.cookieAuth.set({ ...session, seen: now });
  }
  return { isValid: true, credentials: { user: { staff: facility.staff.find(session.staff) } } };
}

/** The shift itself, or null where it is over, its password is no longer the person's, or the person has left. */
async function stands(request: Request, shift: Shift, now: number): Promise<Shift | null> {
  const { facility, options } = frameOf(request);
  const fresh = Math.abs(now - shift.since) < LONGEST_MS;
  if (!fresh || facility.staff.find(shift.staff)?.active !== true) return null;
  const { staff, since, stamp } = shift;
  return (await options.passwords.stamp(staff)) === stamp ? { staff, since, stamp } : null;
}

/** Milliseconds without a touch after which pages lock; Infinity where they never do. */
function lockAfter(request: Request): number {
  const minutes = frameOf(request).options.lan?.lockMinutes ?? 0;
  return minutes > 0 ? minutes * 60_000 : Infinity;
}

/** Sent by a page that keeps itself fresh, not by a person: a script says so, a refresh has no user behind it. */
function isAutomatic({ method, headers }: Request): boolean {
  if (headers['x-nadi-auto'] !== undefined) return true;
  return method === 'get' && headers['sec-fetch-mode'] === 'navigate' && !headers['sec-fetch-user'];
}

/** Starts a shift. Where pages lock, those who are on shift at this browser already stay so. */
export async function logIn(request: Request, staff: StaffMember): Promise<void> {
  const { facility, options } = frameOf(request);
  const stamp = (await options.passwords.stamp(staff.id)) ?? '';
  const others = lockAfter(request) === Infinity ? [] : (request.app.shifts?.on ?? []);
  sitDown(request, { staff: staff.id, since: facility.now(), stamp }, others);
  request.app.staff = staff;
}

/** Lets one of those on shift go on. */
export function sitDown(request: Request, shift: Shift, on: Shift[], locked = false): void {
  const others = on.filter(({ staff }) => staff !== shift.staff).slice(0, MOST_ON_SHIFT);
  const { device } = request.app;
  request.cookieAuth.set({
    ...shift,
    seen: frameOf(request).facility.now(),
    ...(device ? { device } : {}),
    ...(locked ? { locked } : {}),
    ...(others.length > 0 ? { others } : {}),
  } satisfies Session);
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

/** As `openToAll`, also for a device that is not paired: nothing there may tell of patients. */
export function openToUnpaired(): RouteOptions {
  return { plugins: { nadi: { open: true, unpaired: true, exempt: 'open to all, so it names no patient' } } };
}
