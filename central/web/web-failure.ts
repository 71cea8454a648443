import type { Lifecycle, Request, ResponseToolkit } from '@hapi/hapi';
import { failureOf } from '../../templates/web/failure.js';
import { webFrameOf } from './web-frame.js';
import { languageOfWeb } from './web-session.js';

/** Turns whatever was thrown into a page in the viewer's language. Never shows a stack. */
export function answerWebFailure(request: Request, h: ResponseToolkit): Lifecycle.ReturnValue {
  const { response } = request;
  if (!('isBoom' in response)) return h.continue;
  const failure = failureOf(response);
  const { locale, log } = webFrameOf(request);
  const t = locale.in(languageOfWeb(request));
  if (failure.status >= 500) {
    const { name, message } = response;
    log({ level: 'error', message, name, id: request.app.id, code: failure.code, route: request.route.path });
  }
  const own = `centre.errors.${failure.code}`;
  const words = locale.has('en', `${own}.title`) ? own : `errors.${failure.words}`;
  return h
    .view('error', {
      title: t(`${words}.title`),
      next: t(`${words}.next`, failure.params),
      fields: failure.fields.map(({ field, code, params }) => ({
        field,
        text: t(`fieldErrors.${code}`, params),
      })),
      reference: failure.code === 'internal' ? request.app.id : undefined,
    })
    .code(failure.status);
}
