import type { Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import type { Translate } from '../../templates/locale.js';
import { localPath } from '../../templates/web/local-path.js';
import { COUCH_LOCK_S } from './couch-limit.js';
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
      return request.app.viewer ? h.redirect(next) : loginPage(h, { next });
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
      return h.redirect(localPath(form('back')));
    },
  },
];

interface LoginView {
  next: string;
  name?: string;
  problem?: string;
}

function loginPage(h: ResponseToolkit, { next, name, problem }: LoginView): ResponseObject {
  return h.view('centre/login', { next, name, problem, please: next !== '/' && problem === undefined });
}

async function answerLogin(request: Request, h: ResponseToolkit): Promise<ResponseObject> {
  const { sessions, tries, locale, log } = webFrameOf(request);
  const t = locale.in(languageOfWeb(request));
  const form = fieldsOf(request);
  const next = localPath(form('next'));
  const typed = form('name').trim();
  const name = NAME.test(typed) ? typed : '';
  const address = request.info.remoteAddress;
  // By name and address: who hammers somebody's name locks out himself, not its bearer.
  const key = `${address} ${name}`;
  const now = performance.now();
  const toWait = (): number => Math.max(tries.names.left(key, now), tries.addresses.left(address, now));
  const limited = (seconds: number): ResponseObject =>
    loginPage(h, { next, name, problem: waitWords(t, seconds) })
      .header('retry-after', String(seconds))
      .code(429);
  // Who has to wait is counted nowhere: trying again lengthens nothing.
  if (toWait() > 0) return limited(toWait());
  tries.names.begin(key, now);
  tries.addresses.begin(address, now);
  const session =
    name === '' ? null : await sessions.logIn(name, form('password').slice(0, LONGEST_PASSWORD), address);
  if (session === 'locked') {
    tries.names.close(key, now, COUCH_LOCK_S);
    return limited(COUCH_LOCK_S);
  }
  if (session === null || session === 'nobody') {
    log({ level: 'warn', message: 'log-in refused', id: request.app.id, where: address });
    const refused = t(session === 'nobody' ? 'centre.login.nobody' : 'login.wrong');
    const problem = toWait() > 0 ? `${refused} ${waitWords(t, toWait())}` : refused;
    return loginPage(h, { next, name: typed.slice(0, 40), problem }).code(401);
  }
  tries.names.right(key);
  tries.addresses.right(address);
  beginSession(request, session);
  return h.redirect(next);
}

function waitWords(t: Translate, seconds: number): string {
  if (seconds <= 60) return t('login.limited', { seconds });
  return t('centre.login.limited', { minutes: Math.ceil(seconds / 60) });
}

function fieldsOf(request: Request): (key: string) => string {
  const fields = (request.payload ?? {}) as Record<string, unknown>;
  return (key) => (typeof fields[key] === 'string' ? fields[key] : '');
}
