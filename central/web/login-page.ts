import type { Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import type { Unsaved } from '../../templates/web/unsaved.js';
import { webFrameOf } from './web-frame.js';
import { languageOfWeb } from './web-session.js';

export interface LoginView {
  /** where one wanted to go */
  next?: string;
  name?: string;
  problem?: string;
  /** a form that was sent when the session was over: it waits in this page */
  unsaved?: Unsaved | null;
  why?: 'login.sessionGone' | 'login.stale' | 'login.pleaseLogIn';
}

export function loginPage(request: Request, h: ResponseToolkit, view: LoginView): ResponseObject {
  const t = webFrameOf(request).locale.in(languageOfWeb(request));
  const { next = '/', name, problem, unsaved, why } = view;
  return h.view('centre/login', {
    ...{ next, name, problem },
    carried: unsaved ? JSON.stringify(unsaved) : '',
    why: why && t(why),
  });
}
