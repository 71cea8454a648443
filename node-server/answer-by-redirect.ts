import type { Lifecycle, Request, ResponseToolkit, ServerRoute } from '@hapi/hapi';
import { showsNobody } from './access/look.js';
import { frameOf } from './frame-context.js';
import { redirectWithNotice } from './notice.js';
import { cameFrom } from './page-context.js';
import { whoIs } from './session.js';

const PATH = '/answer/';

/** As vision makes them. */
interface ViewSource {
  template: string;
  context: { form?: { once?: string } } | null;
  options: object;
}

/**
 * A page that answers a form goes to the browser as a page of its own (303): Back and reload find it again, where the
 * answer to a POST is lost ("ERR_CACHE_MISS") or sent anew. Only where a browser says that it goes to a page: scripts
 * and programs get their answer as it is.
 */
export async function answerByRedirect(request: Request, h: ResponseToolkit): Promise<Lifecycle.ReturnValue> {
  const { response } = request;
  const staff = whoIs(request);
  if (request.method !== 'post' || 'isBoom' in response || !staff) return h.continue;
  const { kept } = frameOf(request);
  const { once } = (request.payload ?? {}) as { once?: unknown };
  const sent = typeof once === 'string' ? once : '';
  if ((response.variety as string) !== 'view') {
    // 307 sends the same form on.
    if (sent !== '' && response.statusCode === 302) kept.forget(sent);
    return h.continue;
  }
  const isNavigation = request.headers['sec-fetch-mode'] === 'navigate';
  if (!isNavigation || response.headers['refresh'] !== undefined) return h.continue;
  const { template, context, options } = response.source as unknown as ViewSource;
  const key = kept.keep({
    html: await request.render(template, context ?? {}, options),
    status: response.statusCode,
    session: sessionOf(request),
    from: cameFrom(request),
    ...{ sent, shown: context?.form?.once ?? sent },
    looks: request.app.looks ?? [],
    route: request.route.path,
    action: request.route.settings.plugins?.nadi?.looks ?? 'view',
  });
  return h.redirect(PATH + key).code(303);
}

export const answerRoute: ServerRoute = {
  method: 'GET',
  path: `${PATH}{key}`,
  options: showsNobody(
    'shows again what a form was answered, and records whom that showed as the form’s route',
  ),
  handler: (request, h) => {
    const key = String(request.params['key']);
    const { kept } = frameOf(request);
    const answer = kept.find(key, sessionOf(request));
    if (!answer) return redirectWithNotice(request, h, kept.from(key), 'form.answerGone');
    request.app.looks = answer.looks;
    request.app.looksAs = { route: answer.route, action: answer.action };
    return h.response(answer.html).type('text/html').code(answer.status);
  },
};

/** The session's beginning stands in it: the next log-in is another shift. */
function sessionOf(request: Request): string {
  const session = request.auth.artifacts as { since?: number } | null;
  return `${whoIs(request)?.id ?? ''} ${session?.since ?? ''}`;
}
