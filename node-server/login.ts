import type { Request, ResponseObject, ResponseToolkit, Server, ServerRoute } from '@hapi/hapi';
import { STAFF_PATTERN } from '../records/ids.js';
import type { StaffMember } from './admin/admin-api.js';
import { cookie } from './cookie.js';
import { frameOf } from './frame-context.js';
import { languageOf, translator } from './language.js';
import { localPath } from './local-path.js';
import { redirectWithNotice } from './notice.js';
import { logIn, openToAll, readCookie, whoIs } from './session.js';
import { ADDRESS_LIMIT, NAME_LIMIT, TryLimit } from './try-limit.js';
import { parseUnsaved, unsavedPage } from './unsaved.js';
import type { Unsaved } from './unsaved.js';

/** Remembers who used this browser last, so that only the password is left to type. */
const LAST_NAME = 'nadi-last-name';
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
  const last = readCookie(request, LAST_NAME);
  const name = view.name ?? (typeof last === 'string' ? last : '');
  const people = frameOf(request)
    .facility.staff.active()
    .slice(0, MOST_NAMES)
    .map((member) => ({ id: member.id, name: member.name[language], roles: rolesOf(member, t) }));
  const listed = people.some(({ id }) => id === name);
  return h.view('login', {
    people,
    chosen: listed ? name : '',
    typed: listed ? '' : name,
    next: view.next ?? '',
    carried: view.unsaved ? JSON.stringify(view.unsaved) : '',
    why: view.why && t(view.why),
    problem: view.problem,
  });
}

function rolesOf(member: StaffMember, t: (key: string) => string): string {
  return member.roles.map((role) => t(`roles.${role}`)).join(', ');
}

export function registerLogin(server: Server): void {
  server.state(LAST_NAME, {
    ...cookie(MONTH_MS),
    encoding: 'none',
    ignoreErrors: true,
  });
  server.route(loginRoutes(new TryLimit(NAME_LIMIT), new TryLimit(ADDRESS_LIMIT)));
}

function loginRoutes(names: TryLimit, addresses: TryLimit): ServerRoute[] {
  return [
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
      handler: (request, h) => answerLogin(request, h, names, addresses),
    },
    {
      method: 'POST',
      path: '/log-out',
      options: openToAll(),
      handler: (request, h) => {
        request.cookieAuth.clear();
        return redirectWithNotice(request, h, '/login', 'login.loggedOut');
      },
    },
  ];
}

async function answerLogin(
  request: Request,
  h: ResponseToolkit,
  names: TryLimit,
  addresses: TryLimit,
): Promise<ResponseObject> {
  const { facility, options } = frameOf(request);
  const t = translator(request);
  const { name, password, next, carried } = readLogin(request.payload);
  const unsaved = parseUnsaved(carried);
  // The language switch sends the form here only to see it again.
  if ('again' in request.query) return loginPage(request, h, { unsaved, next, name });

  const address = request.info.remoteAddress;
  const now = options.monotonic?.() ?? performance.now();
  const seconds = Math.max(names.begin(name, now), addresses.begin(address, now));
  if (seconds > 0) {
    const problem = t('login.limited', { seconds });
    return loginPage(request, h, { unsaved, next, name, problem })
      .header('retry-after', String(seconds))
      .code(429);
  }
  const right = await options.passwords.verify(name, password);
  const staff = facility.staff.find(name);
  if (!right || !staff?.active) {
    return loginPage(request, h, { unsaved, next, name, problem: t('login.wrong') }).code(401);
  }
  names.right(name);
  addresses.right(address);
  await logIn(request, staff);
  h.state(LAST_NAME, staff.id);
  if (unsaved) return unsavedPage(request, h, unsaved, 'unsaved.afterLogin');
  return h.redirect(next || '/');
}

function readLogin(payload: unknown): { name: string; password: string; next: string; carried: string } {
  const form = (payload ?? {}) as Record<string, unknown>;
  const text = (key: string): string => (typeof form[key] === 'string' ? form[key] : '');
  const name = (text('typedName').trim() || text('name')).toLowerCase();
  return {
    // Anything else is nobody's name; it must not fill the counters' memory with long texts.
    name: STAFF_PATTERN.test(name) ? name : '',
    // Longer than any password that may be set: not worth hashing.
    password: text('password').slice(0, 200),
    next: text('next') === '' ? '' : localPath(text('next')),
    carried: text('carried'),
  };
}
