import type { Lifecycle, Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import { FacilityError } from '../../records/facility-error.js';
import type { StaffId } from '../../records/ids.js';
import { issueCrumb } from '../../templates/web/issue-crumb.js';
import { isApi } from '../../templates/web/failure.js';
import { frameOf } from '../frame-context.js';
import { languageOf } from '../language.js';
import { waitingForm } from '../waiting-form.js';
import { readUnsaved, type Unsaved } from '../../templates/web/unsaved.js';

export interface LockView {
  unsaved: Unsaved | null;
  /** whose form it is that waits */
  owner?: StaffId;
  next?: string;
  name?: StaffId;
  problem?: string;
  /** the form is another's: one may go on without it */
  canDiscard?: boolean;
  /** the PIN no longer helps */
  needsPassword?: boolean;
}

/** The lock: whoever is on shift at this browser goes on with a PIN. It carries a form that was sent meanwhile. */
export async function lockPage(
  request: Request,
  h: ResponseToolkit,
  view: LockView,
): Promise<ResponseObject> {
  const { facility, options } = frameOf(request);
  const { on, last } = request.app.shifts ?? { on: [], last: '' };
  const language = languageOf(request);
  const people = await Promise.all(
    on.map(async ({ staff }) => ({
      id: staff,
      name: facility.staff.find(staff)?.name[language] ?? staff,
      hasPin: (await options.lan?.pins?.has(staff)) ?? false,
    })),
  );
  people.sort((a, b) => (a.id < b.id ? -1 : 1));
  const chosen = view.name ?? (people.some(({ id }) => id === last) ? last : (people[0]?.id ?? ''));
  const unsaved = view.unsaved && { at: facility.now(), ...view.unsaved };
  const noPin = people.find(({ id }) => id === chosen)?.hasPin === false;
  return h.view('lock', {
    ...view,
    people,
    chosen,
    next: view.next ?? '',
    carried: unsaved ? JSON.stringify(unsaved) : '',
    waiting: unsaved ? waitingForm(request, unsaved) : '',
    owner: unsaved ? (view.owner ?? last) : '',
    needsPassword: view.needsPassword === true || noPin,
  });
}

/** For whoever asks for a page behind the lock; what was typed waits in the lock page. */
export async function askToUnlock(request: Request, h: ResponseToolkit): Promise<Lifecycle.ReturnValue> {
  if (isApi(request)) throw new FacilityError('not-logged-in', 'The page is locked.');
  const { pathname, search } = request.url;
  if (request.method === 'get' || request.method === 'head') {
    const next = pathname === '/' ? '' : `?next=${encodeURIComponent(pathname + search)}`;
    return h.redirect(`/lock${next}`).takeover();
  }
  issueCrumb(request, h);
  const page = await lockPage(request, h, { unsaved: readUnsaved(request) });
  return page.code(401).takeover();
}
