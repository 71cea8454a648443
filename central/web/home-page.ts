import type { Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import { webFrameOf, type CentreRoute } from './web-frame.js';

/** After the log-in: to the first page of the navigation that this viewer has. */
export const homePage: CentreRoute = { method: 'GET', path: '/', access: { who: 'anyone' }, handler: goHome };

function goHome(request: Request, h: ResponseToolkit): ResponseObject {
  const { viewer } = request.app;
  const first = viewer && webFrameOf(request).pages.find((page) => page.shownTo(viewer));
  return first ? h.redirect(first.path) : h.view('centre/nothing-yet');
}
