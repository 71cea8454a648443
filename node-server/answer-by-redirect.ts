import type { Lifecycle, Request, ResponseObject, ResponseToolkit, ServerRoute } from '@hapi/hapi';
import { showsNobody } from './access/look.js';
import { frameOf } from './frame-context.js';
import { redirectWithNotice } from './notice.js';
import { cameFrom } from './page-context.js';
import { whoIs } from './session.js';

const PATH = '/answer/';
/** A page's script that sends a form and stays where it is until the box has answered: `assets/sending.js`. */
const IN_PLACE = 'x-nadi-in-place';

/** As vision makes them. */
interface ViewSource {
  template: string;
  context: { form?: { once?: string } } | null;
  options: object;
}

/**
 * A page that answers a form goes to the browser as a page of its own (303): Back and reload find it again, where the
 * answer to a POST is lost ("ERR_CACHE_MISS") or sent anew. Only where a browser says that it goes to a page, or the
 * page's own script sends the form in its place and is told where to go: other scripts and programs get their answer as
 * it is.
 */
export async function answerByRedirect(request: Request, h: ResponseToolkit): Promise<Lifecycle.ReturnValue> {
  const { response } = request;
  const staff = whoIs(request);
  if (request.method !== 'post' || 'isBoom' in response || !staff) return h.continue;
  const { kept } = frameOf(request);
  const { once } = (request.payload ?? {}) as { once?: unknown };
  const sent = typeof once === 'string' ? once : '';
  const { headers } = request;
  const isInPlace = headers[IN_PLACE] !== undefined;
  if ((response.variety as string) !== 'view') {
    // 307 sends the same form on.
    if (response.statusCode !== 302) return h.continue;
    if (sent !== '') kept.forget(sent);
    return isInPlace ? tell(h, String(response.headers['location']), true) : h.continue;
  }
  const refresh = response.headers['refresh'] as string | undefined;
  if (refresh !== undefined) {
    return isInPlace ? tell(h, refresh.replace(/^.*?url=/, ''), false) : h.continue;
  }
  if (!isInPlace && headers['sec-fetch-mode'] !== 'navigate') return h.continue;
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
  return isInPlace ? tell(h, PATH + key, false) : h.redirect(PATH + key).code(303);
}

/** A form was dealt with: where its page goes on, and whether it is over. */
function tell(h: ResponseToolkit, go: string, saved: boolean): ResponseObject {
  return h.response({ go, saved });
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
