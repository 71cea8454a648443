import type { Lifecycle, Request, ResponseToolkit } from '@hapi/hapi';
import { FacilityError } from '../records/facility-error.js';
import type { Translate } from '../templates/locale.js';
import { issueCrumb } from '../templates/web/issue-crumb.js';
import { failureOf, isApi } from '../templates/web/failure.js';
import type { Failure } from '../templates/web/failure.js';
import { frameOf } from './frame-context.js';
import { translator } from './language.js';
import { loggableError } from './loggable-error.js';
import { loginPage } from './login.js';
import { whoIs } from './session.js';
import { readStaleForm, readUnsaved, unsavedRows } from '../templates/web/unsaved.js';
import { unsavedPage } from './unsaved-page.js';

/** Answers to forms after which sending the same again makes no sense. */
const FINAL = new Set(['not-allowed', 'not-found', 'already-done', 'too-many-tries']);

/** Turns whatever was thrown into a page in the user's language, or into JSON under `/api`. Never shows a stack. */
export function answerFailure(request: Request, h: ResponseToolkit): Lifecycle.ReturnValue {
  const { response } = request;
  if (!('isBoom' in response)) return h.continue;
  const failure = failureOf(response);
  logFailure(request, failure, response);
  const t = translator(request);
  if (isApi(request)) return h.response(asJson(request, failure, t)).code(failure.status);
  issueCrumb(request, h);
  // The CSRF token was missing or old. Nothing was done; what was typed is offered once more.
  if (failure.status === 403 && request.method === 'post' && !(response instanceof FacilityError)) {
    return answerStaleForm(request, h);
  }
  const page = h.view('error', {
    title: t(`errors.${failure.words}.title`),
    next: t(`errors.${failure.words}.next`, pageParams(failure, t)),
    fields: failure.fields.map((field) => ({ field: field.field, text: fieldErrorText(t, field) })),
    reference: failure.code === 'internal' ? request.app.id : undefined,
    ...resendable(request, failure, t),
  });
  const { seconds } = failure.params;
  if (failure.status === 429 && seconds !== undefined) page.header('retry-after', String(seconds));
  return page.code(failure.status);
}

function answerStaleForm(request: Request, h: ResponseToolkit): Lifecycle.ReturnValue {
  const { again, carried } = readStaleForm(request, whoIs(request) !== undefined);
  const page = again
    ? unsavedPage(request, h, again, 'unsaved.stale')
    : loginPage(request, h, { unsaved: carried, why: 'login.stale' });
  return page.code(403);
}

function resendable(request: Request, failure: Failure, t: Translate): object {
  const unsaved =
    request.method === 'post' && whoIs(request) && !FINAL.has(failure.code) ? readUnsaved(request) : null;
  return unsaved && unsaved.fields.length > 0
    ? { unsaved, rows: unsavedRows(unsaved, t, frameOf(request).locale) }
    : {};
}

function asJson(request: Request, failure: Failure, t: Translate): object {
  return {
    error: {
      code: failure.code,
      message: t(`errors.${failure.words}.title`),
      hint: t(`errors.${failure.words}.next`, pageParams(failure, t)),
      ...(failure.fields.length > 0
        ? { fields: failure.fields.map((field) => ({ ...field, message: fieldErrorText(t, field) })) }
        : {}),
      request: request.app.id,
    },
  };
}

function fieldErrorText(t: Translate, error: FacilityError['fields'][number]): string {
  return t(`fieldErrors.${error.code}`, error.params);
}

/** Roles travel as their codes and are shown by name. */
function pageParams({ params }: Failure, t: Translate): Record<string, string | number> {
  const { roles } = params;
  if (typeof roles !== 'string') return params;
  const names = roles.split(' ').map((role) => t(`roles.${role}`));
  return { ...params, roles: names.join(', ') };
}

function logFailure(request: Request, failure: Failure, error: Error): void {
  if (failure.status < 500) return;
  frameOf(request).options.log?.({
    level: 'error',
    ...loggableError(error),
    id: request.app.id,
    code: failure.code,
    route: request.route.path,
  });
}
