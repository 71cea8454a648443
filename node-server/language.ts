import type { Request, Server, ServerRoute } from '@hapi/hapi';
import type { Language, Translate } from '../templates/locale.js';
import { cookie, guardedName } from './cookie.js';
import { frameOf } from './frame-context.js';
import { localPath } from '../templates/web/local-path.js';
import { openToUnpaired, readCookie } from './session.js';

const COOKIE = 'nadi-language';
const YEAR_MS = 365 * 86_400_000;

/** The browser's choice; Hindi where it has made none. */
export function languageOf(request: Request): Language {
  const chosen = readCookie(request, guardedName(request.server, COOKIE));
  if (chosen === 'hi' || chosen === 'en') return chosen;
  return frameOf(request).options.language ?? 'hi';
}

export function translator(request: Request): Translate {
  return frameOf(request).locale.in(languageOf(request));
}

export function registerLanguage(server: Server): void {
  server.state(guardedName(server, COOKIE), {
    ...cookie(server, YEAR_MS),
    encoding: 'none',
    ignoreErrors: true,
  });
}

/**
 * The switch in every header. On a page with an unfinished form its button belongs to that form and names it in
 * `again`: the browser is told to send the same form there once more (307), marked so that it is only shown.
 */
export const languageRoute: ServerRoute = {
  method: 'POST',
  path: '/language',
  options: openToUnpaired(),
  handler: (request, h) => {
    const payload = request.payload as Record<string, unknown> | null;
    const language = payload?.['switch-language'] === 'en' ? 'en' : 'hi';
    const { again } = request.query as Record<string, unknown>;
    if (typeof again === 'string') {
      const path = localPath(again);
      return h
        .redirect(`${path}${path.includes('?') ? '&' : '?'}again=1`)
        .code(307)
        .state(guardedName(request.server, COOKIE), language);
    }
    return h.redirect(localPath(payload?.['back'])).state(guardedName(request.server, COOKIE), language);
  },
};
