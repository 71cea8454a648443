import type { Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import { unsavedRows, type Unsaved } from '../../templates/web/unsaved.js';
import { webFrameOf } from './web-frame.js';
import { languageOfWeb } from './web-session.js';

/** Shows what was typed, with one button that sends the same form again. */
export function unsavedPage(
  request: Request,
  h: ResponseToolkit,
  unsaved: Unsaved,
  why: 'unsaved.afterLogin' | 'unsaved.stale',
): ResponseObject {
  const { locale } = webFrameOf(request);
  const t = locale.in(languageOfWeb(request));
  return h.view('unsaved', { unsaved, why: t(why), rows: unsavedRows(unsaved, t, locale) });
}
