import type { ServerRoute } from '@hapi/hapi';
import { isObject, readBody, readJson } from './body.js';
import { badRequest } from './couch-error.js';
import type { Couch } from './couch.js';
import { serverResource, type Call } from './resource.js';
import { addressOf } from './sessions.js';

export function sessionRoutes(couch: Couch): ServerRoute[] {
  return serverResource(couch, '/_session', 'anyone', {
    GET: ({ caller: { user, by } }) => ({
      ok: true,
      userCtx: user,
      info: { authentication_handlers: ['cookie', 'default'], ...(by ? { authenticated: by } : {}) },
    }),
    POST: async (call) => {
      const { name, password } = await readLogin(call, couch.bodyLimit);
      const user = await couch.sessions.logIn(name, password, addressOf(call.request.raw.req));
      const cookie = await couch.sessions.open(name);
      return call.h.response({ ok: true, ...user }).header('set-cookie', cookie);
    },
    DELETE: ({ h }) => h.response({ ok: true }).header('set-cookie', couch.sessions.close()),
  });
}

/** Name and password as JSON or, as a browser's form sends them, urlencoded. */
async function readLogin({ request }: Call, limit: number): Promise<{ name: string; password: string }> {
  const type = request.raw.req.headers['content-type'] ?? '';
  const fields = type.startsWith('application/x-www-form-urlencoded')
    ? Object.fromEntries(new URLSearchParams((await readBody(request, limit)).toString()))
    : await readJson(request, limit);
  const { name, username, password } = isObject(fields) ? fields : {};
  const given = name ?? username;
  if (typeof given !== 'string' || typeof password !== 'string') {
    throw badRequest('request body must contain a username and a password');
  }
  return { name: given, password };
}
