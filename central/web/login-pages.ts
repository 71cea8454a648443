import type { Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import { FacilityError } from '../../records/facility-error.js';
import type { Translate } from '../../templates/locale.js';
import { localPath } from '../../templates/web/local-path.js';
import { parseUnsaved } from '../../templates/web/unsaved.js';
import { COUCH_LOCK_S } from './couch-limit.js';
import type { CouchSessions } from './couch-sessions.js';
import { loginPage } from './login-page.js';
import { unsavedPage } from './unsaved-page.js';
import { webFrameOf, type CentreRoute } from './web-frame.js';
import { beginSession, endSession, keepLanguage, languageOfWeb } from './web-session.js';

/** CouchDB takes any name; ours are short. Anything else isn't worth asking for, nor kept in the counters. */
const NAME = /^[\p{L}\p{N}.@_-]{1,40}$/u;
const LONGEST_PASSWORD = 200;

export const loginPages: CentreRoute[] = [
  {
    method: 'GET',
    path: '/login',
    access: { open: true },
    handler: (request, h) => {
      const next = localPath((request.query as Record<string, unknown>)['next']);
      if (request.app.viewer) return h.redirect(next);
      return loginPage(request, h, { next, ...(next === '/' ? {} : { why: 'login.pleaseLogIn' }) });
    },
  },
  { method: 'POST', path: '/login', access: { open: true }, handler: answerLogin },
  {
    method: 'POST',
    path: '/log-out',
    access: { open: true },
    handler: (request, h) => {
      endSession(request);
      return h.redirect('/login');
    },
  },
  {
    method: 'POST',
    path: '/language',
    access: { open: true },
    handler: (request, h) => {
      const form = fieldsOf(request);
      keepLanguage(request, h, form('switch-language') === 'en' ? 'en' : 'hi');
      const { again } = request.query as Record<string, unknown>;
      // On a page with an unfinished form the button belongs to that form, which is sent once more, only to be shown.
      if (typeof again === 'string') {
        const path = localPath(again);
        return h.redirect(`${path}${path.includes('?') ? '&' : '?'}again=1`).code(307);
      }
      return h.redirect(localPath(form('back')));
    },
  },
];

async function answerLogin(request: Request, h: ResponseToolkit): Promise<ResponseObject> {
  const { sessions, tries, locale, log } = webFrameOf(request);
  const t = locale.in(languageOfWeb(request));
  const form = fieldsOf(request);
  const next = localPath(form('next'));
  const unsaved = parseUnsaved(form('carried'));
  const typed = form('name').trim();
  const name = NAME.test(typed) ? typed : '';
  // The language switch sends the form here only to see it again.
  if ('again' in request.query) return loginPage(request, h, { next, name: typed.slice(0, 40), unsaved });
  const address = request.info.remoteAddress;
  // By name and address: who hammers somebody's name locks out himself, not its bearer.
  const key = `${address} ${name.toLowerCase()}`;
  const now = performance.now();
  const toWait = (): number => Math.max(tries.names.left(key, now), tries.addresses.left(address, now));
  const limited = (seconds: number): ResponseObject =>
    loginPage(request, h, { next, name, unsaved, problem: waitWords(t, seconds) })
      .header('retry-after', String(seconds))
      .code(429);
  // Who has to wait is counted nowhere: trying again lengthens nothing.
  if (toWait() > 0) return limited(toWait());
  tries.names.begin(key, now);
  tries.addresses.begin(address, now);
  const password = form('password').slice(0, LONGEST_PASSWORD);
  const session =
    name === '' ? null : await logInAnyCase(sessions, { name, password, address }).catch(unlessUnreachable);
  if (session === 'unreachable') {
    const problem = ['title', 'next']
      .map((part) => t(`centre.errors.centre-unreachable.${part}`))
      .join(' – ');
    return loginPage(request, h, { next, name, unsaved, problem }).code(503);
  }
  if (session === 'locked') {
    tries.names.close(key, now, COUCH_LOCK_S);
    return limited(COUCH_LOCK_S);
  }
  if (session === null || session === 'nobody') {
    log({ level: 'warn', message: 'log-in refused', id: request.app.id, where: address });
    const refused = t(session === 'nobody' ? 'centre.login.nobody' : 'login.wrong');
    const problem = toWait() > 0 ? `${refused} ${waitWords(t, toWait())}` : refused;
    return loginPage(request, h, { next, name: typed.slice(0, 40), unsaved, problem }).code(401);
  }
  tries.names.right(key);
  tries.addresses.right(address);
  beginSession(request, session);
  return unsaved ? unsavedPage(request, h, unsaved, 'unsaved.afterLogin') : h.redirect(next);
}

/**
 * Names are given out in small letters, and a phone begins a word with a capital. CouchDB tells the two apart: a user who
 * was added with a capital is asked for next.
 */
async function logInAnyCase(
  sessions: CouchSessions,
  { name, password, address }: { name: string; password: string; address: string },
): Promise<Awaited<ReturnType<CouchSessions['logIn']>>> {
  const small = name.toLowerCase();
  const session = await sessions.logIn(small, password, address);
  return session === null && name !== small ? sessions.logIn(name, password, address) : session;
}

/** A log-in while CouchDB is away keeps the page, and what it carries. */
function unlessUnreachable(error: unknown): 'unreachable' {
  if (error instanceof FacilityError && error.code === 'centre-unreachable') return 'unreachable';
  throw error;
}

function waitWords(t: Translate, seconds: number): string {
  if (seconds <= 60) return t('login.limited', { seconds });
  return t('centre.login.limited', { minutes: Math.ceil(seconds / 60) });
}

function fieldsOf(request: Request): (key: string) => string {
  const fields = (request.payload ?? {}) as Record<string, unknown>;
  return (key) => (typeof fields[key] === 'string' ? fields[key] : '');
}
