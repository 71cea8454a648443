import type { Request, RouteOptions, Server } from '@hapi/hapi';
import type { AccessAction } from '../../records/box.js';
import type { PatientId, VisitId } from '../../records/ids.js';
import type { Role } from '../../records/people.js';
import { whoIs } from '../session.js';
import type { LookKeeper } from './look-keeper.js';

/** Whom an answer shows, beside who asked for it. */
export interface Shown {
  patients: PatientId[];
  visit?: VisitId;
  /** a list that stays open and refreshes itself: see LookKeeper */
  list: boolean;
}

/** Route options of a page that shows patients: its handler names them to `look`. Roles as in `requireRole`. */
export function looks(action: AccessAction, ...roles: Role[]): RouteOptions {
  return { plugins: { nadi: { looks: action, ...(roles.length > 0 && { roles }) } } };
}

/** Route options of a page that shows no patient, and why. */
export function showsNobody(why: string, ...roles: Role[]): RouteOptions {
  return { plugins: { nadi: { exempt: why, ...(roles.length > 0 && { roles }) } } };
}

/** The answer under way shows this patient (law 8). */
export function look(request: Request, patient: PatientId, visit?: VisitId): void {
  (request.app.looks ??= []).push({ patients: [patient], list: false, ...(visit && { visit }) });
}

/** The answer under way shows these patients in a list. `stays`: one that stays open and refreshes itself. */
export function lookAtList(request: Request, patients: readonly PatientId[], stays = false): void {
  (request.app.looks ??= []).push({ patients: [...new Set(patients)], list: stays });
}

/**
 * Hands what an answer showed to the keeper, once the answer is on its way: nobody waits for it. An answer that
 * failed or that only leads on to another page showed nobody.
 */
export function recordLooks(server: Server, keeper: LookKeeper | undefined): void {
  server.ext('onPreResponse', (request, h) => {
    if ('isBoom' in request.response) request.app.looks = [];
    return h.continue;
  });
  if (!keeper) return;
  server.events.on('response', (request) => {
    const { response } = request;
    const staff = whoIs(request);
    if (!request.app.looks?.length || !staff || 'isBoom' in response) return;
    if (response.statusCode >= 500 || (response.statusCode >= 300 && response.statusCode < 400)) return;
    const own = { route: request.route.path, action: request.route.settings.plugins?.nadi?.looks ?? 'view' };
    const { route, action } = request.app.looksAs ?? own;
    const { device } = request.app;
    for (const shown of request.app.looks) {
      keeper.add({ ...shown, by: staff.id, action, route, ...(device && { device }) });
    }
  });
}

/** A route says what it shows, or why it shows nobody: one that says neither stops the server's start. */
export function checkRoutesDeclareLooks(server: Server): void {
  for (const { method, path, settings } of server.table()) {
    const { looks: action, exempt } = settings.plugins?.nadi ?? {};
    if (action === undefined && exempt === undefined) {
      throw new TypeError(
        `${method.toUpperCase()} ${path} must say whether it shows patients: looks('view') or showsNobody('why').`,
      );
    }
  }
}
