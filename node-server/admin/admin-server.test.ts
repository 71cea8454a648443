import { once } from 'node:events';
import { fork } from 'node:child_process';
import { lstat, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import type { AdminFailure, StaffAnswer } from './admin-api.js';
import { startAdminServer, type AdminServer } from './admin-server.js';
import { findAdminSocket } from './admin-socket.js';
import { FacilityError } from '../../records/facility-error.js';
import { FakeAdminFacility } from './fake-admin-facility.js';
import type { SyncState } from '../../sync/sync-state.js';

async function call(
  path: string,
  method: string,
  url: string,
  body?: unknown,
): Promise<{ status: number; body: unknown }> {
  const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
  const asked = request({
    socketPath: path,
    method,
    path: url,
    agent: false,
    headers: { 'content-type': 'application/json' },
  });
  asked.end(text);
  const [answer] = (await once(asked, 'response')) as [NodeJS.ReadableStream & { statusCode: number }];
  let read = '';
  for await (const chunk of answer) read += String(chunk);
  return { status: answer.statusCode, body: JSON.parse(read) as unknown };
}

const failure = (body: unknown): AdminFailure['error'] => (body as AdminFailure).error;

/** tap's own folders have paths that are too long for a socket. */
async function shortFolder(t: Test): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'nadi-test-'));
  t.teardown(() => rm(folder, { recursive: true }));
  return folder;
}

async function serve(
  t: Test,
  facility = new FakeAdminFacility(),
  more: { syncBoundMs?: number } = {},
): Promise<AdminServer> {
  const server = await startAdminServer({ folder: await shortFolder(t), facility, ...more });
  t.teardown(() => server.stop());
  return server;
}

t.test('only the owner may open the socket, and it goes when the server stops', async (t) => {
  const folder = await shortFolder(t);
  const server = await startAdminServer({ folder, facility: new FakeAdminFacility() });
  t.equal((await stat(server.path)).mode & 0o777, 0o600);
  t.match((await call(server.path, 'GET', '/status')).body, { box: 'BR1042', patients: 4217 });
  await server.stop();
  await t.rejects(lstat(server.path), { code: 'ENOENT' });
});

t.test('a staff member is added with a password that is made, told once and set', async (t) => {
  const facility = new FakeAdminFacility();
  const { path } = await serve(t, facility);
  const sunita = { id: 'sunita', name: { hi: 'सुनीता', en: 'Sunita' }, roles: ['nurse'] };
  const answer = (await call(path, 'POST', '/staff', sunita)).body as StaffAnswer;
  t.match(answer.password, /^[a-z2-9]{4}(-[a-z2-9]{4}){2}$/);
  t.equal(facility.passwords.get('sunita'), answer.password);
  const listed = (await call(path, 'GET', '/staff')).body;
  t.strictSame(listed, { staff: [{ ...sunita, active: true }] });

  const again = await call(path, 'POST', '/staff', sunita);
  t.equal(again.status, 409);
  t.equal(failure(again.body).code, 'conflict');
});

t.test('a chosen password is set and never told back', async (t) => {
  const facility = new FakeAdminFacility();
  const { path } = await serve(t, facility);
  const made = await call(path, 'POST', '/staff', {
    id: 'ravi',
    name: { hi: 'रवि', en: 'Ravi' },
    roles: ['clerk', 'pharmacist'],
    password: 'eight-or-more',
  });
  t.notOk((made.body as StaffAnswer).password);
  await call(path, 'POST', '/staff/ravi/reset', { password: 'another-one' });
  t.equal(facility.passwords.get('ravi'), 'another-one');
  const reset = (await call(path, 'POST', '/staff/ravi/reset')).body as StaffAnswer;
  t.equal(facility.passwords.get('ravi'), reset.password);
  t.match((await call(path, 'POST', '/staff/ravi/disable')).body, { staff: { active: false } });
  t.match((await call(path, 'POST', '/staff/ravi/enable')).body, { staff: { active: true } });
});

t.test('what is not accepted names the fields and repeats no value', async (t) => {
  const { path } = await serve(t);
  const refused = await call(path, 'POST', '/staff', {
    id: 'Not An Id',
    name: { hi: '  ', en: 'x'.repeat(81) },
    roles: ['chief'],
    password: 's3cret',
    shoe: 43,
  });
  t.equal(refused.status, 400);
  t.strictSame(
    failure(refused.body).fields?.map((f) => [f.field, f.code]),
    [
      ['id', 'wrongStaffId'],
      ['name-hi', 'required'],
      ['name-en', 'tooLong'],
      ['roles-0', 'unknownChoice'],
      ['password', 'tooShort'],
      ['shoe', 'unknownField'],
    ],
  );
  t.notMatch(JSON.stringify(refused.body), 's3cret');
  t.equal((await call(path, 'POST', '/staff', '{"id":')).status, 400, 'broken JSON');
  t.equal(
    failure((await call(path, 'POST', '/staff', 'x'.repeat(70_000))).body).code,
    'bad-input',
    'a huge body',
  );
  t.equal(failure((await call(path, 'POST', '/staff', [])).body).code, 'bad-input');
  t.equal(failure((await call(path, 'POST', '/staff/UPPER/disable')).body).code, 'bad-input');
  t.equal(failure((await call(path, 'POST', '/staff/nobody/disable')).body).code, 'not-found');
  t.equal(failure((await call(path, 'GET', '/nothing')).body).code, 'not-found');
});

t.test('a failure inside is told as such without its words, and the log hears them', async (t) => {
  const facility = new FakeAdminFacility();
  facility.status = () => Promise.reject(new TypeError('secret /path'));
  const heard: unknown[] = [];
  const server = await startAdminServer({
    folder: await shortFolder(t),
    facility,
    onError: (e) => heard.push(e),
  });
  t.teardown(() => server.stop());
  const answer = await call(server.path, 'GET', '/status');
  t.equal(answer.status, 500);
  t.equal(failure(answer.body).code, 'internal');
  t.notMatch(JSON.stringify(answer.body), 'secret');
  t.match(heard, [{ message: 'secret /path' }]);
});

t.test('sync now gives the outcome, or after the bound says what goes on', async (t) => {
  const facility = new FakeAdminFacility();
  const { path } = await serve(t, facility, { syncBoundMs: 30 });
  t.match((await call(path, 'POST', '/sync/now')).body, {
    done: true,
    sync: { kind: 'up-to-date' },
  });

  facility.sync = { kind: 'sending', waiting: 7, received: 0 };
  let finish = (_: SyncState): void => {};
  facility.round = () => new Promise((resolve) => (finish = resolve));
  t.strictSame((await call(path, 'POST', '/sync/now')).body, { done: false, sync: facility.sync });
  finish(facility.sync);
  t.match((await call(path, 'GET', '/sync')).body, { kind: 'sending', waiting: 7 });
});

t.test(
  'a round that cannot begin is refused, and no timer of it keeps a stopped server from ending',
  async (t) => {
    const facility = new FakeAdminFacility();
    facility.round = () => {
      throw new FacilityError('centre-not-set', 'no centre');
    };
    const server = await startAdminServer({ folder: await shortFolder(t), facility, syncBoundMs: 3_600_000 });
    const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const before = timers();
    const answer = await call(server.path, 'POST', '/sync/now');
    t.equal(failure(answer.body).code, 'centre-not-set');
    await server.stop();
    t.equal(timers(), before);
  },
);

t.test('stop answers first and stops then', async (t) => {
  const facility = new FakeAdminFacility();
  const server = await startAdminServer({ folder: await shortFolder(t), facility });
  const stopped = new Promise<void>((resolve) => {
    facility.onStop = async () => {
      await server.stop();
      resolve();
    };
  });
  t.strictSame((await call(server.path, 'POST', '/stop')).body, { stopping: true });
  await stopped;
  t.equal(facility.stopped, 1);
});

t.test('a second server on the folder is refused and the first goes on', async (t) => {
  const folder = await shortFolder(t);
  const first = await startAdminServer({ folder, facility: new FakeAdminFacility() });
  t.teardown(() => first.stop());
  await t.rejects(startAdminServer({ folder, facility: new FakeAdminFacility() }), { code: 'store-locked' });
  t.equal((await call(first.path, 'GET', '/status')).status, 200);
});

t.test('the socket of a killed server is no hindrance', async (t) => {
  const folder = await shortFolder(t);
  await writeFile(
    join(folder, 'killed.mjs'),
    `import { createServer } from 'node:net';
     createServer().listen(process.argv[2], () => process.kill(process.pid, 'SIGKILL'));`,
  );
  const killed = fork(join(folder, 'killed.mjs'), [join(folder, 'admin.sock')], { execArgv: [] });
  await once(killed, 'exit');
  t.ok((await lstat(join(folder, 'admin.sock'))).isSocket());
  const server = await startAdminServer({ folder, facility: new FakeAdminFacility() });
  t.teardown(() => server.stop());
  t.equal((await call(server.path, 'GET', '/status')).status, 200);
});

t.test('a file of that name that is no socket stays as it is', async (t) => {
  const folder = await shortFolder(t);
  await writeFile(join(folder, 'admin.sock'), 'mine');
  await t.rejects(startAdminServer({ folder, facility: new FakeAdminFacility() }), { code: 'store-foreign' });
  t.equal(await readFile(join(folder, 'admin.sock'), 'utf8'), 'mine');
});

t.test('in a folder whose path is too long for a socket a note says where the socket is', async (t) => {
  const folder = join(await shortFolder(t), 'x'.repeat(120));
  await mkdir(folder, { recursive: true });
  const server = await startAdminServer({ folder, facility: new FakeAdminFacility() });
  t.ok(Buffer.byteLength(server.path) <= 107);
  t.equal(await findAdminSocket(folder), server.path);
  t.equal((await call(await findAdminSocket(folder), 'GET', '/status')).status, 200);
  await t.rejects(startAdminServer({ folder, facility: new FakeAdminFacility() }), { code: 'store-locked' });
  await server.stop();
  await t.rejects(lstat(server.path), { code: 'ENOENT' });
  t.equal(await findAdminSocket(folder), join(folder, 'admin.sock'));

  await writeFile(join(folder, 'admin.sock.path'), '/etc/passwd\n');
  t.equal(
    await findAdminSocket(folder),
    join(folder, 'admin.sock'),
    'a note that names no socket of ours is not followed',
  );
  await t.rejects(
    startAdminServer({ folder, facility: new FakeAdminFacility(), runtimeFolder: `/tmp/${'y'.repeat(120)}` }),
    { code: 'bad-input' },
  );
});
