import type { Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import { unsavedRows, type Unsaved } from '../templates/web/unsaved.js';
import { frameOf } from './frame-context.js';
import { translator } from './language.js';
import { waitingForm } from './waiting-form.js';

/** Shows what was typed, with one button that sends the same form again. */
export function unsavedPage(
  request: Request,
  h: ResponseToolkit,
  unsaved: Unsaved,
  why: 'unsaved.afterLogin' | 'unsaved.stale',
): ResponseObject {
  const t = translator(request);
  const waiting = waitingForm(request, unsaved);
  return h.view('unsaved', {
    unsaved,
    waiting,
    why: t(why),
    rows: unsavedRows(unsaved, t, frameOf(request).locale),
  });
}
