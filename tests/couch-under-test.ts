import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import Nano, { type ServerScope } from 'nano';
import tap, { type Test } from 'tap';
import { startEmbeddedCouch } from '../central/embedded-couch/start-embedded-couch.js';
import { givenCouchdb } from './given-couchdb.js';
import { QUICK_COST } from './quick-cost.js';

export interface Answer {
  status: number;
  headers: Headers;
  /** parsed where it is JSON, else the text */
  body: unknown;
}

export interface AskOptions {
  /** `name:password`; null: nobody. The server admin unless said */
  as?: string | null;
  headers?: Record<string, string>;
}

export interface CouchUnderTest {
  /** with the server admin's name and password in it, without a slash at the end */
  url: string;
  /** as it says of itself: also where it runs in a process of its own */
  isEmbedded: boolean;
  nano: ServerScope;
  /** a new database with a random name, deleted after the test */
  database: () => Promise<string>;
  /** a new user with a random name, deleted after the test */
  user: (roles?: string[]) => Promise<{ name: string; password: string; auth: string }>;
  ask: (method: string, path: string, body?: unknown, options?: AskOptions) => Promise<Answer>;
  /** until all copies are the same of what somebody else than `ask` wrote just now; a single node is one copy */
  settle: () => Promise<void>;
}

let embedded: Promise<string> | undefined;

/** Of a cluster two copies answer for a write, and the third, which may be the next to be read, follows them. */
const THIRD_COPY_MS = 100;

/** The CouchDB of `NADI_COUCHDB_URL`, or an embedded one, which all tests of a file share. */
export async function couchUnderTest(t: Test): Promise<CouchUnderTest> {
  const real = givenCouchdb();
  const url = real ?? (await (embedded ??= startForTests()));
  const { origin, pathname, username, password } = new URL(url);
  const plain = origin + pathname.replace(/\/$/, '');
  const admin = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;

  let isCluster = false;

  const ask: CouchUnderTest['ask'] = async (method, path, body, { as = admin, headers = {} } = {}) => {
    const text =
      typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body);
    const response = await fetch(plain + path, {
      method,
      headers: {
        accept: 'application/json',
        ...(as === null ? {} : { authorization: `Basic ${Buffer.from(as).toString('base64')}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: text }),
    });
    const answer = await response.text();
    if (isCluster && method !== 'GET' && method !== 'HEAD') await pause(THIRD_COPY_MS);
    const json = response.headers.get('content-type')?.startsWith('application/json') && answer !== '';
    return {
      status: response.status,
      headers: response.headers,
      body: json ? (JSON.parse(answer) as unknown) : answer,
    };
  };

  const database = async (): Promise<string> => {
    const name = `nadi-test-${randomBytes(6).toString('hex')}`;
    await ask('PUT', `/${name}`);
    t.teardown(async () => {
      await ask('DELETE', `/${name}`);
    });
    return name;
  };

  const user = async (roles: string[] = []): Promise<{ name: string; password: string; auth: string }> => {
    const name = `nadi-test-${randomBytes(6).toString('hex')}`;
    const path = `/_users/org.couchdb.user:${name}`;
    const secret = randomBytes(6).toString('hex');
    // A CouchDB that was never set up has no users.
    await ask('PUT', '/_users');
    await ask('PUT', path, { name, type: 'user', roles, password: secret });
    t.teardown(async () => {
      const { _rev: rev } = (await ask('GET', path)).body as { _rev?: string };
      if (rev !== undefined) await ask('DELETE', `${path}?rev=${rev}`);
    });
    return { name, password: secret, auth: `${name}:${secret}` };
  };

  const { cluster_nodes: nodes } = (await ask('GET', '/_membership')).body as { cluster_nodes?: string[] };
  isCluster = (nodes?.length ?? 1) > 1;
  const { vendor } = (await ask('GET', '/')).body as { vendor?: { name?: string } };
  const isEmbedded = vendor?.name?.includes('Nadi') ?? false;
  const settle = async (): Promise<void> => {
    if (isCluster) await pause(THIRD_COPY_MS);
  };
  return { url, isEmbedded, nano: Nano(url), database, user, ask, settle };
}

async function startForTests(): Promise<string> {
  const admin = { name: 'admin', password: 'pä:ss wörd' };
  const couch = await startEmbeddedCouch({
    ...{ port: 0, host: '127.0.0.1', admin },
    hashCost: QUICK_COST.N,
  });
  tap.teardown(() => couch.stop());
  const url = new URL(couch.url);
  url.username = encodeURIComponent(admin.name);
  url.password = encodeURIComponent(admin.password);
  return url.href.replace(/\/$/, '');
}
