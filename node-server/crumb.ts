import { plugin } from '@hapi/crumb';
import type { Request, Server } from '@hapi/hapi';
import { cookie } from './cookie.js';

/** CSRF tokens: a cookie and the same value in each form, or in the header `X-CSRF-Token` under `/api`. */
export async function registerCrumb(server: Server): Promise<void> {
  await server.register({
    plugin,
    options: {
      key: 'crumb',
      cookieOptions: { ...cookie(server), isSameSite: 'Strict' },
      addToViewContext: false,
      skip: isWithoutForms,
    },
  });
}

/**
 * For a route with `crumb: false` the plugin reads no cookie, and would then hand out a new one: every form that is
 * open in the browser would be stale after one look at the display.
 */
function isWithoutForms(request: Request): boolean {
  return request.path.startsWith('/assets/') || request.route.settings.plugins?.crumb === false;
}
