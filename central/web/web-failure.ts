import type { Lifecycle, Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import { FacilityError } from '../../records/facility-error.js';
import { failureOf, type Failure } from '../../templates/web/failure.js';
import { readStaleForm, unsavedRows } from '../../templates/web/unsaved.js';
import { issueCrumb } from '../../templates/web/issue-crumb.js';
import { loginPage } from './login-page.js';
import { unsavedPage } from './unsaved-page.js';
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
  if (isForPrograms(request)) {
    const { code, params, fields } = failure;
    return timed(h.response({ error: { code, message: response.message, params, fields } }), failure);
  }
  issueCrumb(request, h);
  // The CSRF token was missing or old. Nothing was done; what was typed is offered once more.
  if (failure.status === 403 && request.method === 'post' && !(response instanceof FacilityError)) {
    return answerStaleForm(request, h);
  }
  const own = `centre.errors.${failure.code}`;
  const words = locale.has('en', `${own}.title`) ? own : `errors.${failure.words}`;
  const page = h.view('error', {
    title: t(`${words}.title`),
    next: t(`${words}.next`, failure.params),
    fields: failure.fields.map(({ field, code, params }) => ({
      field,
      text: t(`fieldErrors.${code}`, params),
    })),
    reference: failure.code === 'internal' ? request.app.id : undefined,
    ...(failure.status >= 500 && onceMore(request)),
  });
  return timed(page, failure);
}

/** Who comes for data is told as a program reads it; who opens a file's link in a browser sees a page. */
function isForPrograms({ headers }: Request): boolean {
  const { accept = '' } = headers as { accept?: string };
  return /json|csv/.test(accept) && !accept.includes('html');
}

/** With its status, and when to come again where that is known. */
function timed(answer: ResponseObject, { status, params }: Failure): ResponseObject {
  const { seconds } = params;
  answer.code(status);
  return seconds === undefined ? answer : answer.header('retry-after', String(seconds));
}

/** What failed on our side may go well in a minute: the page is asked for, or the form sent, once more. */
function onceMore(request: Request): object {
  if (request.method !== 'post') return { retry: request.url.pathname + request.url.search };
  const { again } = readStaleForm(request, true);
  if (!again) return {};
  const { locale } = webFrameOf(request);
  return { unsaved: again, rows: unsavedRows(again, locale.in(languageOfWeb(request)), locale) };
}

function answerStaleForm(request: Request, h: ResponseToolkit): Lifecycle.ReturnValue {
  const { again, carried } = readStaleForm(request, request.app.viewer !== undefined);
  const page = again
    ? unsavedPage(request, h, again, 'unsaved.stale')
    : loginPage(request, h, { unsaved: carried, why: 'login.stale' });
  return page.code(403);
}
