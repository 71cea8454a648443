import { server as hapiServer } from '@hapi/hapi';
import { randomBytes } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import t, { type Test } from 'tap';
import { embeddedCouch, type EmbeddedCouchOptions } from './embedded-couch.js';
import { startEmbeddedCouch, type RunningCouch } from './start-embedded-couch.js';

const ADMIN = { name: 'admin', password: 'secret' };
const AUTH = { authorization: `Basic ${Buffer.from('admin:secret').toString('base64')}` };
const JSON_TYPE = { 'content-type': 'application/json' };

async function start(t: Test, options: Partial<EmbeddedCouchOptions> = {}): Promise<RunningCouch> {
  const couch = await startEmbeddedCouch({ port: 0, host: '127.0.0.1', admin: ADMIN, ...options });
  t.teardown(() => couch.stop());
  return couch;
}

async function put(couch: RunningCouch, path: string, body: object = {}): Promise<Response> {
  const headers = { ...AUTH, ...JSON_TYPE };
  return fetch(couch.url + path, { method: 'PUT', headers, body: JSON.stringify(body) });
}

async function read(couch: RunningCouch, path: string): Promise<Record<string, unknown>> {
  return (await fetch(couch.url + path, { headers: AUTH })).json() as Promise<Record<string, unknown>>;
}

t.test('it says that it is never for production, in its log and in its welcome', async (t) => {
  const lines: string[] = [];
  const couch = await start(t, { log: (line) => lines.push(line) });
  t.match(lines.join('\n'), /never for production/);
  t.match(await read(couch, '/'), { vendor: { name: /never for production/ } });
});

t.test('options that make no sense are refused at once', async (t) => {
  const server = hapiServer({ port: 0, host: '127.0.0.1' });
  const options = { admin: { name: 'admin' } } as unknown as EmbeddedCouchOptions;
  await t.rejects(server.register({ plugin: embeddedCouch, options }), /password/);
});

t.test('it can stand below a prefix on a server that compresses', async (t) => {
  const server = hapiServer({ port: 0, host: '127.0.0.1' });
  await server.register({
    plugin: embeddedCouch,
    options: { admin: ADMIN },
    routes: { prefix: '/couch' },
  } as never);
  await server.start();
  t.teardown(() => server.stop());
  const url = `http://127.0.0.1:${server.info.port}`;
  t.equal((await fetch(`${url}/couch/db/`, { method: 'PUT', headers: AUTH })).status, 201);
  const feed = await fetch(`${url}/couch/db/_changes?feed=continuous&heartbeat=20`, { headers: AUTH });
  const reader = feed.body?.getReader();
  t.same(Buffer.from((await reader?.read())?.value ?? []).toString(), '\n', 'a heartbeat is not held back');
  await reader?.cancel();
  t.match(
    await (await fetch(`${url}/elsewhere`)).json(),
    { statusCode: 404 },
    'the rest of the server is left alone',
  );
});

t.test(
  'a folder keeps databases, documents, security and users over a restart, also of one that hashes otherwise',
  async (t) => {
    const folder = t.testdir();
    const first = await startEmbeddedCouch({ port: 0, host: '127.0.0.1', admin: ADMIN, folder });
    const secret = 'correct horse battery staple';
    await put(first, '/_users/org.couchdb.user:u', { name: 'u', type: 'user', roles: [], password: secret });
    await put(first, '/deep%2Fname');
    await put(first, '/deep%2Fname/x', { n: 1 });
    await put(first, '/deep%2Fname/_security', { members: { names: ['u'] } });
    const { uuid } = await read(first, '/');
    await first.stop();
    const second = await start(t, { folder, hashCost: 2 ** 10 });
    t.match(await read(second, '/'), { uuid });
    t.match(await read(second, '/deep%2Fname/_security'), { members: { names: ['u'] } });
    const auth = { authorization: `Basic ${Buffer.from(`u:${secret}`).toString('base64')}` };
    t.match(await (await fetch(`${second.url}/deep%2Fname/x`, { headers: auth })).json(), { n: 1 });
    await second.stop();
    for (const file of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue;
      const bytes = await readFile(join(file.parentPath, file.name), 'latin1');
      t.notOk(bytes.includes(secret), `${file.name} does not hold the password`);
    }
  },
);

t.test('two in-memory servers in one process do not see each other', async (t) => {
  const [one, two] = [await start(t), await start(t)];
  await put(one, '/db');
  await put(two, '/db');
  await put(one, '/db/x');
  t.match(await read(two, '/db'), { doc_count: 0 });
});

t.test('neither a hash nor a password is in what a user document shows, whoever put it there', async (t) => {
  const couch = await start(t);
  const hashed = { name: 'u', type: 'user', roles: [], derived_key: 'aa', salt: 'bb', iterations: 10 };
  await put(couch, '/_users/org.couchdb.user:u', { ...hashed, password: 'pw' });
  for (const path of ['/org.couchdb.user:u', '/_all_docs?include_docs=true', '/_changes?include_docs=true']) {
    t.notMatch(JSON.stringify(await read(couch, `/_users${path}`)), /password|derived_key|salt|iterations/);
  }
});

t.test('a body is limited after gunzip: a zip bomb is refused and not held', async (t) => {
  const couch = await start(t, { bodyLimit: 100_000 });
  await put(couch, '/db');
  const post = async (body: string | object, encoding: object): Promise<number> => {
    const headers = { ...AUTH, ...JSON_TYPE, ...encoding };
    const request = { method: 'POST', headers, body: body as string };
    return (await fetch(`${couch.url}/db/_bulk_docs`, request)).status;
  };
  const docs = (size: number): string => JSON.stringify({ docs: [{ _id: 'x', filler: 'x'.repeat(size) }] });
  t.equal(await post(docs(200_000), {}), 413);
  t.equal(await post(gzipSync(docs(200_000)), { 'content-encoding': 'gzip' }), 413);
  // 100 MB of zeros in 100 kB: unzipped as a whole they would show.
  const bomb = gzipSync('0'.repeat(100_000_000));
  const before = process.memoryUsage().arrayBuffers;
  let most = 0;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().arrayBuffers)), 1);
  t.equal(await post(bomb, { 'content-encoding': 'gzip' }), 413);
  clearInterval(watch);
  t.ok(most - before < 30_000_000, 'memory stays small');
  t.equal(await post(gzipSync(docs(50_000)), { 'content-encoding': 'gzip' }), 201, 'and the server goes on');
  const whole = gzipSync(docs(50_000));
  t.equal(
    await post(whole.subarray(0, whole.length - 20), { 'content-encoding': 'gzip' }),
    400,
    'a cut gzip',
  );
  const noise = Buffer.from(randomBytes(64).toString('base64'));
  t.equal(await post(noise, { 'content-encoding': 'gzip' }), 400);
});

t.test('a stop ends the feeds that wait, with whole answers', async (t) => {
  const couch = await start(t);
  await put(couch, '/db');
  const feeds = ['longpoll', 'continuous'].map(async (feed) => {
    const answer = await fetch(`${couch.url}/db/_changes?feed=${feed}&since=now&heartbeat=1000`, {
      headers: AUTH,
    });
    return answer.text();
  });
  await new Promise((resolve) => setTimeout(resolve, 100));
  await couch.stop();
  const [longpoll = '', continuous = ''] = await Promise.all(feeds);
  t.match(JSON.parse(longpoll), { results: [], last_seq: String });
  t.match(JSON.parse(continuous), { last_seq: String });
});

t.test('deleting a database ends its feeds', async (t) => {
  const couch = await start(t);
  await put(couch, '/db');
  const feed = fetch(`${couch.url}/db/_changes?feed=longpoll&since=now&heartbeat=1000`, { headers: AUTH });
  await new Promise((resolve) => setTimeout(resolve, 100));
  await fetch(`${couch.url}/db`, { method: 'DELETE', headers: AUTH });
  t.match(await (await feed).json(), { results: [] });
});

t.test('a validation function that never ends refuses the write, and does not stop the server', async (t) => {
  const couch = await start(t);
  await put(couch, '/db');
  await put(couch, '/db/_design/v', { validate_doc_update: 'function (doc) { while (doc.loop) {} }' });
  const answer = await put(couch, '/db/x', { loop: true });
  t.equal(answer.status, 500);
  t.equal((await put(couch, '/db/x')).status, 201);
});

t.test('a validation function finds nothing of Node, and one that is no function is not taken', async (t) => {
  const couch = await start(t);
  await put(couch, '/db');
  const source = `function (doc) {
    var found = [typeof process, typeof require, typeof fetch, typeof setTimeout];
    try { found.push(this.constructor.constructor('return process')()); } catch (error) { found.push('fenced'); }
    throw { forbidden: found.join() };
  }`;
  await put(couch, '/db/_design/v', { validate_doc_update: source });
  const answer = await put(couch, '/db/x');
  t.match(await answer.json(), { reason: 'undefined,undefined,undefined,undefined,fenced' });
  for (const bad of ['function (', '7']) {
    const refused = await put(couch, '/db/_design/w', { validate_doc_update: bad });
    t.match(await refused.json(), { error: 'compilation_error' });
  }
});

t.test(
  'a second first revision is judged by the one that stands; the very same is accepted in silence',
  async (t) => {
    const couch = await start(t);
    await put(couch, '/db');
    const validate = 'function (doc, old) { if (old) throw { forbidden: "stands" }; }';
    await put(couch, '/db/_design/v', { validate_doc_update: validate });
    const replicate = async (docs: object[]): Promise<unknown> => {
      const body = JSON.stringify({ docs, new_edits: false });
      return (
        await fetch(`${couch.url}/db/_bulk_docs`, {
          method: 'POST',
          headers: { ...AUTH, ...JSON_TYPE },
          body,
        })
      ).json();
    };
    t.same(await replicate([{ _id: 'x', _rev: '1-aa' }]), []);
    t.same(await replicate([{ _id: 'x', _rev: '1-aa' }]), []);
    t.match(await replicate([{ _id: 'x', _rev: '1-bb' }]), [{ id: 'x', error: 'forbidden' }]);
    t.match(
      await replicate([
        { _id: 'y', _rev: '1-aa' },
        { _id: 'y', _rev: '1-bb' },
      ]),
      [{ id: 'y', error: 'forbidden' }],
    );
    t.match(await read(couch, '/db/y?conflicts=true'), { _rev: '1-aa', _conflicts: undefined });
  },
);

t.test('a browser page of an allowed origin may call, of another not', async (t) => {
  const couch = await start(t, { cors: { origins: ['http://centre.example'] } });
  const preflight = async (origin: string): Promise<string | null> => {
    const headers = {
      origin,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'content-type',
    };
    const answer = await fetch(`${couch.url}/db/x`, { method: 'OPTIONS', headers });
    return answer.headers.get('access-control-allow-origin');
  };
  t.equal(await preflight('http://centre.example'), 'http://centre.example');
  t.not(await preflight('http://evil.example'), 'http://evil.example');
  const answer = await fetch(couch.url, { headers: { origin: 'http://centre.example' } });
  t.equal(answer.headers.get('access-control-allow-credentials'), 'true');
  const closed = await start(t);
  t.equal(
    (await fetch(closed.url, { headers: { origin: 'http://centre.example' } })).headers.get(
      'access-control-allow-origin',
    ),
    null,
  );
});

t.test('names that mean something to JavaScript are names like others', async (t) => {
  const couch = await start(t);
  await put(couch, '/constructor');
  for (const id of ['constructor', 'valueOf', 'hasOwnProperty', 'toString']) {
    t.equal((await put(couch, `/constructor/${id}`, { n: 1 })).status, 201, id);
    t.match(await read(couch, `/constructor/${id}`), { n: 1 });
  }
  const body = '{"docs":[{"_id":"p","__proto__":{"polluted":true}}]}';
  await fetch(`${couch.url}/constructor/_bulk_docs`, {
    method: 'POST',
    headers: { ...AUTH, ...JSON_TYPE },
    body,
  });
  t.equal(({} as { polluted?: true }).polluted, undefined);
});
