import type { Request, ResponseObject, ResponseToolkit, ServerRoute } from '@hapi/hapi';
import { requireDatabaseAdmin, requireMember, requireServerAdmin, type Level } from './access.js';
import { CouchError, toCouchError } from './couch-error.js';
import type { Couch } from './couch.js';
import type { Database } from './database.js';
import { Parameters } from './parameters.js';
import type { Caller } from './sessions.js';

export interface Call {
  request: Request;
  h: ResponseToolkit;
  query: Parameters;
  caller: Caller;
  /** one part of the path, decoded */
  part: (name: string) => string;
}

export interface DatabaseCall extends Call {
  database: Database;
}

type Answer<C> = (call: C) => Promise<object> | object;
export type Methods<C> = Partial<Record<'GET' | 'POST' | 'PUT' | 'DELETE', Answer<C>>>;

/** A resource of the server itself. Other methods than those given answer 405. */
export function serverResource(
  couch: Couch,
  path: string,
  level: Level,
  methods: Methods<Call>,
): ServerRoute[] {
  const wrapped = Object.entries(methods).map(([method, answer]): [string, Answer<Call>] => [
    method,
    async (call) => {
      if (level === 'server-admin') requireServerAdmin(call.caller.user);
      return answer(call);
    },
  ]);
  return routes(couch, path, Object.fromEntries(wrapped));
}

/**
 * A resource below `/{db}`. A level of its own per method may be given; `unmade` are methods for which the database
 * need not be there.
 */
export function databaseResource(
  couch: Couch,
  path: string,
  level: Level | ((method: string) => Level),
  methods: Methods<DatabaseCall>,
  unmade: Methods<Call> = {},
): ServerRoute[] {
  const admit = (call: Call): DatabaseCall => {
    const database = couch.databases.find(call.part('db'));
    const { user } = call.caller;
    const wanted = typeof level === 'string' ? level : level(call.request.method.toUpperCase());
    if (wanted === 'server-admin') requireServerAdmin(user);
    if (wanted === 'database-admin') requireDatabaseAdmin(user, database.security);
    if (wanted === 'member') requireMember(user, database.security);
    return { ...call, database };
  };
  const wrapped = Object.entries(methods).map(([method, answer]): [string, Answer<Call>] => {
    return [method, async (call) => answer(admit(call))];
  });
  return routes(couch, `/{db}${path}`, { ...Object.fromEntries(wrapped), ...unmade });
}

function routes(couch: Couch, path: string, methods: Methods<Call>): ServerRoute[] {
  const allowed = Object.keys(methods);
  const names = (allowed.includes('GET') ? [...allowed, 'HEAD'] : allowed).join(',');
  const refuse = (): never => {
    throw new CouchError(405, 'method_not_allowed', `Only ${names} allowed`);
  };
  const known = Object.entries(methods).map(([method, answer]) => route(couch, method, path, answer));
  // Each by name: hapi gives `*` only what no other path takes, and `/{db}/{id}` takes nearly all.
  const others = ['GET', 'POST', 'PUT', 'DELETE', '*'].filter((method) => !allowed.includes(method));
  return [...known, ...others.map((method) => route(couch, method, path, refuse))];
}

function route(couch: Couch, method: string, path: string, answer: Answer<Call>): ServerRoute {
  return {
    method: method as '*',
    path,
    handler: async (request, h) => {
      try {
        const caller = await couch.sessions.caller(request.raw.req);
        const part = (name: string): string =>
          (request.params as Record<string, string | undefined>)[name] ?? '';
        const given = await answer({ request, h, query: new Parameters(request), caller, part });
        return prolong(h.response(given), caller);
      } catch (error) {
        return refuse(couch, error, h);
      }
    },
    options: {
      // The body is read, unzipped and counted by us; see body.ts.
      ...(method === 'GET'
        ? {}
        : { payload: { output: 'stream', parse: false, maxBytes: Number.MAX_SAFE_INTEGER } }),
      state: { parse: false, failAction: 'ignore' },
      cache: { otherwise: 'must-revalidate' },
      ...(couch.cors ? { cors: corsOptions(couch.cors.origins) } : {}),
    },
  };
}

/** What an answer says of the session itself goes before. */
function prolong(response: ResponseObject, { renewed }: Caller): ResponseObject {
  if (renewed === undefined || response.headers['set-cookie'] !== undefined) return response;
  return response.header('set-cookie', renewed);
}

function corsOptions(origin: string[]): object {
  return {
    origin,
    credentials: true,
    additionalHeaders: ['Content-Encoding', 'If-None-Match', 'X-Requested-With'],
    additionalExposedHeaders: ['ETag', 'Content-MD5'],
  };
}

function refuse(couch: Couch, thrown: unknown, h: ResponseToolkit): ResponseObject {
  const known = toCouchError(thrown);
  if (!known)
    couch.log(`embedded CouchDB: fault: ${thrown instanceof Error ? thrown.stack : String(thrown)}`);
  const error = known ?? new CouchError(500, 'internal_server_error', 'The server failed; its log says why.');
  return h.response({ error: error.error, reason: error.reason }).code(error.status);
}
