import t from 'tap';
import { couchUnderTest } from '../../tests/couch-under-test.js';
import { settle } from '../../tests/settle.js';
import { until } from '../../tests/until.js';
import { putUser } from '../ensure/ensure-user.js';

t.test('a session opens with a password, goes on by its cookie, and ends', async (t) => {
  const couch = await couchUnderTest(t);
  const user = await couch.user(['clerk']);
  const { name, password } = user;
  const opened = await couch.ask('POST', '/_session', { name, password }, { as: null });
  t.match(opened, { status: 200, body: { ok: true, name, roles: ['clerk'] } });
  const [cookie = ''] = (opened.headers.get('set-cookie') ?? '').split(';');
  t.match(opened.headers.get('set-cookie'), /HttpOnly/i);
  const own = await couch.ask('GET', '/_session', undefined, { as: null, headers: { cookie } });
  t.match(own.body, { userCtx: { name, roles: ['clerk'] }, info: { authenticated: 'cookie' } });
  t.match((await couch.ask('GET', '/_session', undefined, { as: user.auth })).body, {
    userCtx: { name },
    info: { authenticated: 'default' },
  });
  t.match((await couch.ask('GET', '/_session', undefined, { as: null })).body, {
    userCtx: { name: null, roles: [] },
  });
  t.match(await couch.ask('POST', '/_session', { name, password: 'wrong' }, { as: null }), {
    status: 401,
    body: { error: 'unauthorized', reason: 'Name or password is incorrect.' },
  });
  t.equal((await couch.ask('GET', '/_session', undefined, { as: `${name}:wrong` })).status, 401);
  const ended = await couch.ask('DELETE', '/_session', undefined, { as: null, headers: { cookie } });
  t.match(ended.headers.get('set-cookie'), /AuthSession=;/);
  const form = await couch.ask('POST', '/_session', new URLSearchParams({ name, password }).toString(), {
    as: null,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  t.equal(form.status, 200);
});

t.test('five wrong passwords from one address lock a user there, and nobody else', async (t) => {
  const { ask, user } = await couchUnderTest(t);
  const { name, auth, password } = await user();
  const other = await user();
  const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });
  const statusOf = async (as: string, address: string): Promise<number> =>
    (await ask('GET', '/_session', undefined, { as, ...from(address) })).status;
  for (let tries = 0; tries < 5; tries += 1) t.equal(await statusOf(`${name}:wrong`, '203.0.113.7'), 401);
  t.equal(await statusOf(auth, '203.0.113.7'), 403, 'the right password, too');
  const login = await ask('POST', '/_session', { name, password }, { as: null, ...from('203.0.113.7') });
  t.match(login, { status: 403, body: { error: 'forbidden', reason: /temporarily locked/ } });
  t.equal(await statusOf(auth, '203.0.113.8'), 200, 'from elsewhere it works');
  t.equal(await statusOf(other.auth, '203.0.113.7'), 200);
});

t.test("a forged cookie is nobody's", async (t) => {
  const couch = await couchUnderTest(t);
  const { name, password } = await couch.user();
  const opened = await couch.ask('POST', '/_session', { name, password }, { as: null });
  const value = /AuthSession=([^;]+)/.exec(opened.headers.get('set-cookie') ?? '')?.[1] ?? '';
  const [, time = '', ...signature] = Buffer.from(value, 'base64url').toString('latin1').split(':');
  const forged = Buffer.from(['admin', time, ...signature].join(':'), 'latin1').toString('base64url');
  const answer = await couch.ask('GET', '/_all_dbs', undefined, {
    as: null,
    headers: { cookie: `AuthSession=${forged}` },
  });
  t.ok(answer.status >= 400);
});

t.test('a new password ends the old one, and a password is never given back', async (t) => {
  const couch = await couchUnderTest(t);
  const { name, auth, password } = await couch.user(['clerk']);
  const path = `/_users/org.couchdb.user:${name}`;
  const standing = (await couch.ask('GET', path)).body as Record<string, unknown>;
  t.notOk('password' in standing);
  t.notOk(JSON.stringify(standing).includes(password));
  await couch.ask('PUT', path, { ...standing, roles: ['nurse'] });
  await settle();
  t.match((await couch.ask('GET', '/_session', undefined, { as: auth })).body, {
    userCtx: { roles: ['nurse'] },
  });
  const next = (await couch.ask('GET', path)).body as object;
  await couch.ask('PUT', path, { ...next, password: 'quite another' });
  await settle();
  t.equal((await couch.ask('GET', '/_session', undefined, { as: auth })).status, 401);
  t.equal((await couch.ask('GET', '/_session', undefined, { as: `${name}:quite another` })).status, 200);
});

t.test('a user whose document has a revision beside it is nobody until that ends', async (t) => {
  const couch = await couchUnderTest(t);
  const { name, auth } = await couch.user(['clerk']);
  const path = `/_users/org.couchdb.user:${name}`;
  const { _rev, ...standing } = (await couch.ask('GET', path)).body as { _rev: string };
  const rival = { ...standing, _rev: `1-${'f'.repeat(32)}` };
  await couch.ask('POST', '/_users/_bulk_docs', { docs: [rival], new_edits: false });
  const statusOf = async (): Promise<number> =>
    (await couch.ask('GET', '/_session', undefined, { as: auth })).status;
  await until('CouchDB has seen it', async () => (await statusOf()) !== 200);
  t.equal(await statusOf(), 401);
  await putUser(couch.nano, { name, roles: ['nurse'], password: 'quite another' });
  t.notOk('_conflicts' in ((await couch.ask('GET', `${path}?conflicts=true`)).body as object));
  const as = `${name}:quite another`;
  await until('the one that was written is in force', async () => {
    return (await couch.ask('GET', '/_session', undefined, { as })).status === 200;
  });
});

t.test('_users takes users only, and shows them to admins only', async (t) => {
  const couch = await couchUnderTest(t);
  const { name, auth } = await couch.user();
  const put = async (id: string, body: object): Promise<number> => {
    return (await couch.ask('PUT', `/_users/${id}`, body)).status;
  };
  t.equal(await put('org.couchdb.user:mallory', { name: 'someone', type: 'user', roles: [] }), 403);
  t.equal(await put('org.couchdb.user:mallory', { name: 'mallory', type: 'user', roles: ['_admin'] }), 403);
  t.equal(await put('org.couchdb.user:mallory', { name: 'mallory', type: 'user' }), 403);
  t.equal(await put('mallory', { name: 'mallory', type: 'user', roles: [] }), 403);
  for (const path of ['/_users/_all_docs', '/_users/_changes']) {
    t.not((await couch.ask('GET', path, undefined, { as: auth })).status, 200, path);
    t.not((await couch.ask('GET', path, undefined, { as: null })).status, 200, path);
  }
  const self = { name, type: 'user', roles: ['_admin'] };
  t.not((await couch.ask('PUT', `/_users/org.couchdb.user:${name}`, self, { as: auth })).status, 201);
});

t.test(
  '_security lets members read and write, and nobody else; admins of the database write designs',
  async (t) => {
    const couch = await couchUnderTest(t);
    const name = await couch.database();
    const member = await couch.user();
    const byRole = await couch.user(['clerk']);
    const admin = await couch.user();
    const stranger = await couch.user();
    const paths = ['', '/_all_docs', '/_changes', '/_local/x', '/x', '/_security'];
    t.equal(
      (await couch.ask('GET', `/${name}`, undefined, { as: member.auth })).status,
      403,
      'closed when new',
    );
    const security = {
      admins: { names: [admin.name], roles: [] },
      members: { names: [member.name], roles: ['clerk'] },
    };
    t.match(await couch.ask('PUT', `/${name}/_security`, security), { status: 200, body: { ok: true } });
    t.same((await couch.ask('GET', `/${name}/_security`)).body, security);
    t.equal((await couch.ask('PUT', `/${name}/x`, {}, { as: member.auth })).status, 201);
    t.equal((await couch.ask('PUT', `/${name}/_local/x`, {}, { as: byRole.auth })).status, 201);
    for (const path of paths) {
      for (const who of [member, byRole, admin]) {
        t.equal(
          (await couch.ask('GET', `/${name}${path}`, undefined, { as: who.auth })).status,
          200,
          `member ${path}`,
        );
      }
      t.equal(
        (await couch.ask('GET', `/${name}${path}`, undefined, { as: stranger.auth })).status,
        403,
        path,
      );
      t.equal((await couch.ask('GET', `/${name}${path}`, undefined, { as: null })).status, 401, path);
    }
    for (const path of ['/y', '/_local/y']) {
      t.equal((await couch.ask('PUT', `/${name}${path}`, {}, { as: stranger.auth })).status, 403, path);
      t.equal((await couch.ask('PUT', `/${name}${path}`, {}, { as: null })).status, 401, path);
    }
    const docs = { docs: [{ _id: 'y' }] };
    t.equal((await couch.ask('POST', `/${name}/_bulk_docs`, docs, { as: stranger.auth })).status, 403);
    t.not((await couch.ask('PUT', `/${name}/_security`, security, { as: member.auth })).status, 200);
    t.not((await couch.ask('PUT', `/${name}/_design/d`, {}, { as: member.auth })).status, 201);
    t.equal((await couch.ask('PUT', `/${name}/_design/d`, {}, { as: admin.auth })).status, 201);
    t.not((await couch.ask('DELETE', `/${name}`, undefined, { as: admin.auth })).status, 200);
    t.ok((await couch.ask('PUT', `/${name}/_security`, { members: { names: 'all' } })).status >= 400);
    await couch.ask('PUT', `/${name}/_security`, { admins: {}, members: {} });
    t.equal(
      (await couch.ask('GET', `/${name}/x`, undefined, { as: null })).status,
      200,
      'without members it is open',
    );
  },
);

const VALIDATION = `function (newDoc, oldDoc, userCtx, secObj) {
  if (newDoc.private && userCtx.name === null) throw { unauthorized: 'log in' };
  if (newDoc.final !== undefined && oldDoc && oldDoc.final) throw { forbidden: 'final' };
  if (newDoc.bad) throw { forbidden: 'bad in ' + userCtx.db + ' of ' + secObj.members.roles.length };
  if (newDoc.broken) newDoc.not.there();
}`;

t.test('validation functions refuse single writes, rows and replicated revisions', async (t) => {
  const couch = await couchUnderTest(t);
  const name = await couch.database();
  await couch.ask('PUT', `/${name}/_security`, { members: { names: [], roles: [] } });
  await couch.ask('PUT', `/${name}/_design/v`, { validate_doc_update: VALIDATION });
  await settle();
  const as = null;
  t.match(await couch.ask('PUT', `/${name}/x`, { bad: true }, { as }), {
    status: 403,
    body: { error: 'forbidden', reason: `bad in ${name} of 0` },
  });
  t.match(await couch.ask('PUT', `/${name}/x`, { private: true }, { as }), {
    status: 401,
    body: { error: 'unauthorized', reason: 'log in' },
  });
  t.not(
    (await couch.ask('PUT', `/${name}/x`, { broken: true }, { as })).status,
    201,
    'a function that fails refuses',
  );
  const docs = [
    { _id: 'a', final: true },
    { _id: 'b', bad: true },
    { _id: 'c', private: true },
    { _id: 'd' },
  ];
  const rows = (await couch.ask('POST', `/${name}/_bulk_docs`, { docs }, { as })).body as { rev: string }[];
  t.match(rows, [{ ok: true }, { error: 'forbidden' }, { error: 'unauthorized' }, { ok: true }]);
  const [, hash = ''] = rows[0]?.rev.split('-') ?? [];
  const replicated = [
    { _id: 'a', _rev: '2-bb', _revisions: { start: 2, ids: ['bb', hash] }, final: false },
    { _id: 'e', _rev: '1-ee', _revisions: { start: 1, ids: ['ee'] }, bad: true },
    { _id: 'f', _rev: '1-ff', _revisions: { start: 1, ids: ['ff'] } },
  ];
  const failed = await couch.ask(
    'POST',
    `/${name}/_bulk_docs`,
    { docs: replicated, new_edits: false },
    { as },
  );
  t.equal(failed.status, 201);
  // In whatever order: each shard tells its own.
  const refused = (failed.body as { id: string; error: string }[]).map(({ id, error }) => `${id} ${error}`);
  t.same(refused.sort(), ['a forbidden', 'e forbidden']);
  t.match((await couch.ask('GET', `/${name}/a`)).body, { final: true });
  t.equal((await couch.ask('GET', `/${name}/f`)).status, 200);
  t.equal(
    (await couch.ask('PUT', `/${name}/_local/x`, { bad: true }, { as })).status,
    201,
    '_local is not validated',
  );
  t.equal(
    (await couch.ask('PUT', `/${name}/a`, { _rev: '1-dead', bad: true })).status,
    409,
    'a conflict is said first',
  );
  const { _rev: rev } = (await couch.ask('GET', `/${name}/_design/v`)).body as { _rev: string };
  await couch.ask('DELETE', `/${name}/_design/v?rev=${rev}`);
  await settle();
  t.equal(
    (await couch.ask('PUT', `/${name}/x`, { bad: true }, { as })).status,
    201,
    'until the function is deleted',
  );
});
