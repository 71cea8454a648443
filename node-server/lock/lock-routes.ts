import type { Request, ResponseObject, ResponseToolkit, ServerRoute } from '@hapi/hapi';
import { showsNobody } from '../access/look.js';
import { frameOf } from '../frame-context.js';
import { languageOf, translator } from '../language.js';
import { localPath } from '../../templates/web/local-path.js';
import { loginPage } from '../login.js';
import { openToAll, sitDown, whoIs, type Shift } from '../session.js';
import { tryPassword } from '../try-password.js';
import { parseUnsaved } from '../../templates/web/unsaved.js';
import { unsavedPage } from '../unsaved-page.js';
import { lockPage, type LockView } from './lock-page.js';

/** Lock, unlock, and change who sits at the browser. */
export const lockRoutes: ServerRoute[] = [
  {
    method: 'GET',
    path: '/lock',
    options: openToAll(),
    handler: (request, h) => {
      const { next } = request.query as Record<string, unknown>;
      if (whoIs(request)) return h.redirect(localPath(next));
      if (!request.app.shifts) return h.redirect('/login');
      return lockPage(request, h, {
        unsaved: null,
        ...(next === undefined ? {} : { next: localPath(next) }),
      });
    },
  },
  {
    method: 'POST',
    path: '/lock/now',
    options: openToAll(),
    handler: (request, h) => {
      const { shifts } = request.app;
      const own = shifts?.on.find(({ staff }) => staff === shifts.last);
      if (!shifts || !own) return h.redirect('/login');
      sitDown(request, own, shifts.on, true);
      const { next } = (request.payload ?? {}) as Record<string, unknown>;
      const path = localPath(next);
      return h.redirect(path === '/' ? '/lock' : `/lock?next=${encodeURIComponent(path)}`);
    },
  },
  {
    method: 'POST',
    path: '/lock',
    options: { ...openToAll(), payload: { maxBytes: 3 * 1024 * 1024 } },
    handler: answerUnlock,
  },
  {
    // A page says that somebody is typing in it: it is asked for, so the session is kept alive.
    method: 'GET',
    path: '/api/still-here',
    options: showsNobody('it answers nothing'),
    handler: (_request, h) => h.response().code(204),
  },
];

async function answerUnlock(request: Request, h: ResponseToolkit): Promise<ResponseObject> {
  const t = translator(request);
  const typed = readUnlock(request.payload);
  const { name, next } = typed;
  const unsaved = parseUnsaved(typed.carried);
  const view: LockView = { unsaved, name, next, owner: typed.owner };
  const { shifts } = request.app;
  if (!shifts) return loginPage(request, h, { unsaved, next, why: 'login.sessionGone' }).code(401);
  if ('again' in request.query) return lockPage(request, h, view);
  const shift = shifts.on.find(({ staff }) => staff === name);
  if (!shift) return (await lockPage(request, h, { ...view, problem: t('lock.choose') })).code(400);

  const problem = await tryToUnlock(request, shift, typed);
  if (problem) {
    const page = await lockPage(request, h, { ...view, ...problem });
    return page.code(problem.wait ? 429 : 401);
  }
  if (unsaved && typed.owner !== name && !typed.discard) {
    const owner = frameOf(request).facility.staff.find(typed.owner)?.name[languageOf(request)] ?? typed.owner;
    const words = t('lock.othersWork', { name: owner });
    return (await lockPage(request, h, { ...view, problem: words, canDiscard: true })).code(409);
  }
  sitDown(request, shift, shifts.on);
  const staff = frameOf(request).facility.staff.find(name);
  if (staff) request.app.staff = staff;
  if (unsaved && typed.owner === name) return unsavedPage(request, h, unsaved, 'unsaved.afterLogin');
  // Another's page may be none of the next one's business.
  return h.redirect(name === shifts.last && next ? next : '/');
}

interface Refusal {
  problem: string;
  needsPassword?: boolean;
  wait?: number;
}

/** Null where the PIN or the password was right. */
async function tryToUnlock(
  request: Request,
  { staff }: Shift,
  { pin, password }: { pin: string; password: string },
): Promise<Refusal | null> {
  const t = translator(request);
  const pins = frameOf(request).options.lan?.pins;
  if (password !== '') {
    const outcome = await tryPassword(request, staff, password);
    if ('wait' in outcome)
      return { problem: t('login.limited', { seconds: outcome.wait }), wait: outcome.wait };
    if ('wrong' in outcome) return { problem: t('lock.wrongPassword'), needsPassword: true };
    await pins?.forgive(staff);
    return null;
  }
  if (!pins || !(await pins.has(staff))) return { problem: t('lock.noPin'), needsPassword: true };
  const outcome = await pins.try(staff, pin);
  if (outcome.right) return null;
  return outcome.left > 0
    ? { problem: t('lock.wrongPin', { left: outcome.left }) }
    : { problem: t('lock.spent'), needsPassword: true };
}

function readUnlock(payload: unknown) {
  const form = (payload ?? {}) as Record<string, unknown>;
  const text = (key: string): string => (typeof form[key] === 'string' ? form[key] : '');
  return {
    name: text('name').slice(0, 20),
    pin: text('pin').trim().slice(0, 20),
    password: text('password').slice(0, 200),
    next: text('next') === '' ? '' : localPath(text('next')),
    carried: text('carried'),
    owner: text('owner').slice(0, 20),
    discard: text('discard') === 'yes',
  };
}
