import type { Server } from '@hapi/hapi';
import { boxReplaced } from './box-replaced.js';

/** What a page needs to be shown at all, and what the box that took over asks. */
const STILL_OPEN = /^\/(assets\/|language$|favicon|api\/standby\/)/;

/** On a box that was replaced every page says so, in both languages, and where to work now. */
export function refuseWhereReplaced(server: Server): void {
  server.ext('onPreHandler', (request, h) => {
    const { box, replacedBy } = server.app.frame.facility;
    if (!replacedBy || STILL_OPEN.test(request.path)) return h.continue;
    throw boxReplaced(box, replacedBy);
  });
}
