import type { Lifecycle, Request, ResponseToolkit } from '@hapi/hapi';
import { FacilityError } from '../records/facility-error.js';
import { issueCrumb } from '../templates/web/issue-crumb.js';
import { isApi } from '../templates/web/failure.js';
import { refuseOtherSites } from '../templates/web/refuse-other-sites.js';
import { askToUnlock } from './lock/lock-page.js';
import { loginPage } from './login.js';
import { whoIs } from './session.js';
import { readUnsaved } from '../templates/web/unsaved.js';

/** Decides who may go on. Runs after the payload was read and before the CSRF token is looked at. */
export function guard(request: Request, h: ResponseToolkit): Lifecycle.ReturnValue {
  const access = request.route.settings.plugins?.nadi ?? {};
  if (request.method !== 'get') refuseOtherSites(request);
  if (access.open) return h.continue;
  const staff = whoIs(request);
  if (!staff) return request.app.shifts ? askToUnlock(request, h) : askToLogIn(request, h);
  const { roles } = access;
  if (roles && !roles.some((role) => staff.roles.includes(role))) {
    throw new FacilityError('not-allowed', 'This needs another role.', {
      params: { roles: roles.join(' ') },
    });
  }
  return h.continue;
}

/** A page that was open overnight loses nothing: the log-in page carries what was typed. */
function askToLogIn(request: Request, h: ResponseToolkit): Lifecycle.ReturnValue {
  if (isApi(request)) throw new FacilityError('not-logged-in', 'Nobody is logged in.');
  const { pathname, search } = request.url;
  if (request.method === 'get' || request.method === 'head') {
    const next = pathname === '/' ? '' : `?next=${encodeURIComponent(pathname + search)}`;
    return h.redirect(`/login${next}`).takeover();
  }
  issueCrumb(request, h);
  const unsaved = readUnsaved(request);
  return loginPage(request, h, { unsaved, why: 'login.sessionGone' }).code(401).takeover();
}
