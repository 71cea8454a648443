import type { Request, ResponseObject, ResponseToolkit, Server, ServerRoute } from '@hapi/hapi';
import { STAFF_PATTERN } from '../records/ids.js';
import type { StaffMember } from './admin/admin-api.js';
import { cookie } from './cookie.js';
import { frameOf } from './frame-context.js';
import { languageOf, translator } from './language.js';
import { localPath } from '../templates/web/local-path.js';
import { redirectWithNotice } from './notice.js';
import { cookieName, logIn, openToAll, readCookie, sitDown, whoIs } from './session.js';
import { tryPassword } from './try-password.js';
import { parseUnsaved, type Unsaved } from '../templates/web/unsaved.js';
import { unsavedPage } from './unsaved-page.js';
import { waitingForm } from './waiting-form.js';

/** Remembers who used this browser last, so that only the password is left to type. */
const LAST_NAME = 'last-name';
const MONTH_MS = 30 * 86_400_000;
/** A longer list is slower to read than a name is to type. */
const MOST_NAMES = 24;

interface LoginView {
  unsaved: Unsaved | null;
  next?: string;
  /** key of the words that say why one stands here */
  why?: 'login.pleaseLogIn' | 'login.sessionGone' | 'login.stale';
  problem?: string;
  name?: string;
}

/** The log-in page; it carries a form that was sent without a session. */
export function loginPage(request: Request, h: ResponseToolkit, view: LoginView): ResponseObject {
  const t = translator(request);
  const language = languageOf(request);
  const name = view.name ?? lastName(request);
  const people = frameOf(request)
    .facility.staff.active()
    .slice(0, MOST_NAMES)
    .map((member) => ({ id: member.id, name: member.name[language], roles: rolesOf(member, t) }));
  const unsaved = view.unsaved && { at: frameOf(request).facility.now(), ...view.unsaved };
  const listed = people.some(({ id }) => id === name);
  return h.view('login', {
    people,
    chosen: listed ? name : '',
    typed: listed ? '' : name,
    next: view.next ?? '',
    carried: unsaved ? JSON.stringify(unsaved) : '',
    waiting: unsaved ? waitingForm(request, unsaved) : '',
    why: view.why && t(view.why),
    problem: view.problem,
  });
}

/** Who logged in here last, while the box still knows them. */
function lastName(request: Request): string {
  const { facility } = frameOf(request);
  const last = readCookie(request, cookieName(facility.box, LAST_NAME, request.server));
  return typeof last === 'string' && facility.staff.find(last)?.active ? last : '';
}

function rolesOf(member: StaffMember, t: (key: string) => string): string {
  return member.roles.map((role) => t(`roles.${role}`)).join(', ');
}

export function registerLogin(server: Server): void {
  server.state(cookieName(server.app.frame.facility.box, LAST_NAME, server), {
    ...cookie(server, MONTH_MS),
    encoding: 'none',
    ignoreErrors: true,
  });
  server.route(loginRoutes);
}

const loginRoutes: ServerRoute[] = [
  {
    method: 'GET',
    path: '/login',
    options: openToAll(),
    handler: (request, h) => {
      const { next } = request.query as Record<string, unknown>;
      if (whoIs(request)) return h.redirect(localPath(next));
      if (next === undefined) return loginPage(request, h, { unsaved: null });
      return loginPage(request, h, { unsaved: null, next: localPath(next), why: 'login.pleaseLogIn' });
    },
  },
  {
    method: 'POST',
    path: '/login',
    // A carried form stands in here once more, with quotes and line ends escaped.
    options: { ...openToAll(), payload: { maxBytes: 3 * 1024 * 1024 } },
    handler: answerLogin,
  },
  {
    method: 'POST',
    path: '/log-out',
    options: openToAll(),
    handler: (request, h) => redirectWithNotice(request, h, getUp(request), 'login.loggedOut'),
  },
];

async function answerLogin(request: Request, h: ResponseToolkit): Promise<ResponseObject> {
  const t = translator(request);
  const { name, password, next, carried } = readLogin(request.payload);
  const unsaved = parseUnsaved(carried);
  // The language switch sends the form here only to see it again.
  if ('again' in request.query) return loginPage(request, h, { unsaved, next, name });

  const outcome = await tryPassword(request, name, password);
  if ('wait' in outcome) {
    const problem = t('login.limited', { seconds: outcome.wait });
    return loginPage(request, h, { unsaved, next, name, problem })
      .header('retry-after', String(outcome.wait))
      .code(429);
  }
  if ('wrong' in outcome) {
    return loginPage(request, h, { unsaved, next, name, problem: t('login.wrong') }).code(401);
  }
  const { staff } = outcome;
  await logIn(request, staff);
  h.state(cookieName(frameOf(request).facility.box, LAST_NAME, request.server), staff.id);
  if (unsaved) return unsavedPage(request, h, unsaved, 'unsaved.afterLogin');
  return h.redirect(next || '/');
}

/** Ends a shift; others at this browser stay on theirs, behind the lock. Where to go then. */
function getUp(request: Request): string {
  const staff = whoIs(request);
  const others = (request.app.shifts?.on ?? []).filter((shift) => staff && shift.staff !== staff.id);
  const [first] = others;
  if (!first) {
    request.cookieAuth.clear();
    return '/login';
  }
  sitDown(request, first, others, true);
  return '/lock';
}

function readLogin(payload: unknown): { name: string; password: string; next: string; carried: string } {
  const form = (payload ?? {}) as Record<string, unknown>;
  const text = (key: string): string => (typeof form[key] === 'string' ? form[key] : '');
  const typed = text('typedName').trim();
  // A name that the page itself had written there says less than a person who was picked.
  const isTyped = typed !== '' && (typed !== text('prefilledName') || text('name') === '');
  const name = (isTyped ? typed : text('name')).toLowerCase();
  return {
    // Anything else is nobody's name; it must not fill the counters' memory with long texts.
    name: STAFF_PATTERN.test(name) ? name : '',
    // Longer than any password that may be set: not worth hashing.
    password: text('password').slice(0, 200),
    next: text('next') === '' ? '' : localPath(text('next')),
    carried: text('carried'),
  };
}
