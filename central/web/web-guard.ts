import type { Lifecycle, Request, ResponseToolkit, RouteOptions, Server, ServerRoute } from '@hapi/hapi';
import { FacilityError } from '../../records/facility-error.js';
import { readBoxId } from '../../records/ids.js';
import { refuseOtherSites } from '../../templates/web/refuse-other-sites.js';
import { readUnsaved } from '../../templates/web/unsaved.js';
import { issueCrumb } from '../../templates/web/issue-crumb.js';
import { loginPage } from './login-page.js';
import { maySeeBox, maySeeFigures, type Viewer } from './viewer.js';
import { type CentreAccess, type CentreRoute } from './web-frame.js';

export function accessOptions(access: CentreAccess): RouteOptions {
  return { plugins: { centre: access } };
}

export function hapiRoute({ method, path, access, handler }: CentreRoute): ServerRoute {
  return { method, path, handler, options: accessOptions(access) };
}

/** A route that says nothing of whom it lets in is a mistake of ours: the server doesn't start. */
export function checkRoutesDeclareAccess(server: Server): void {
  for (const { method, path, settings } of server.table()) {
    if (!settings.plugins?.centre) throw new Error(`${method} ${path} does not say whom it lets in`);
  }
}

/** Runs before any handler. What lies in another's area is answered as if it weren't there. */
export async function guardCentre(request: Request, h: ResponseToolkit): Promise<Lifecycle.ReturnValue> {
  const access = request.route.settings.plugins?.centre;
  if (request.method !== 'get') refuseOtherSites(request);
  if (access && 'open' in access) return h.continue;
  const { viewer, whyUnknown } = request.app;
  if (whyUnknown !== undefined) throw whyUnknown;
  if (!viewer) return askToLogIn(request, h);
  const whole = wholeAddress(request);
  if (whole !== null) return h.redirect(whole).takeover();
  if (!access || !(await letsIn(access, viewer, request))) {
    throw new FacilityError('not-found', 'Not in this viewer’s area');
  }
  return h.continue;
}

/** Where a page is whose box or facility was typed in other letters; null where it is this one. */
function wholeAddress(request: Request): string | null {
  if (request.method !== 'get') return null;
  const { pathname, search } = request.url;
  const params = request.params as Record<string, string | undefined>;
  const typed = params['box'] ?? params['code'];
  const name = typed === undefined ? undefined : readBoxId(typed);
  if (typed === undefined || name === undefined || name === typed) return null;
  return pathname.replace(`/${typed}`, `/${name}`) + search;
}

async function letsIn(access: CentreAccess, viewer: Viewer, request: Request): Promise<boolean> {
  if ('open' in access) return true;
  if ('who' in access) {
    if (access.who === 'anyone') return true;
    if (access.who === 'registry') return viewer.registry;
    return viewer.central || (access.who === 'support' && viewer.support);
  }
  if ('figures' in access) {
    const place = await access.figures(request);
    return place !== null && maySeeFigures(viewer, place);
  }
  return maySeeBox(viewer, await access.box(request));
}

/** A page that was open over a meal loses nothing: the log-in page carries what was typed. */
function askToLogIn(request: Request, h: ResponseToolkit): Lifecycle.ReturnValue {
  if (request.method !== 'get') {
    issueCrumb(request, h);
    const unsaved = readUnsaved(request);
    return loginPage(request, h, { unsaved, why: 'login.sessionGone' }).code(401).takeover();
  }
  const { pathname, search } = request.url;
  const next = pathname === '/' ? '' : `?next=${encodeURIComponent(pathname + search)}`;
  return h.redirect(`/login${next}`).takeover();
}
