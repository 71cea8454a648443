import type { Request, ResponseObject, ResponseToolkit, Server } from '@hapi/hapi';
import Joi from 'joi';
import type { Params } from '../templates/locale.js';
import { sealingKeys } from '../templates/web/sealing-keys.js';
import { cookie } from './cookie.js';
import { frameOf } from './frame-context.js';
import { localPath } from '../templates/web/local-path.js';
import { cookieName, readCookie } from './session.js';

/** One sentence on top of the next page: "saved", with its key in the locales. */
interface Notice {
  key: string;
  params: Params;
}

const schema = Joi.object<Notice>({
  key: Joi.string().required(),
  params: Joi.object()
    .pattern(Joi.string(), [Joi.string().allow(''), Joi.number()])
    .required(),
}).required();

export function registerNotice(server: Server): void {
  const { facility, options } = server.app.frame;
  server.state(cookieName(facility.box, 'notice', server), {
    ...cookie(server, 60_000),
    encoding: 'iron',
    password: sealingKeys(options.sessionKey),
    ignoreErrors: true,
  });
}

/** Ends a saved form: goes to the next page, which says what was done. */
export function redirectWithNotice(
  request: Request,
  h: ResponseToolkit,
  path: string,
  noticeKey: string,
  params: Params = {},
): ResponseObject {
  const notice: Notice = { key: noticeKey, params };
  return h.redirect(localPath(path)).state(noticeCookie(request), notice);
}

/** The notice that the last page left, if any; its cookie goes with the page that shows it. */
export function readNotice(request: Request): Notice | null {
  const left = readCookie(request, noticeCookie(request));
  const { value, error } = schema.validate(left) as { value: Notice; error?: Error };
  return error ? null : value;
}

export function clearShownNotice(request: Request, h: ResponseToolkit): void {
  const { response } = request;
  const shown = 'variety' in response && (response.variety as string) === 'view';
  if (shown && readNotice(request)) h.unstate(noticeCookie(request));
}

function noticeCookie(request: Request): string {
  return cookieName(frameOf(request).facility.box, 'notice', request.server);
}
