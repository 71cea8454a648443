import { once } from 'node:events';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { CENTRE_ROLE } from '../central/centre-databases.js';
import { areaRole } from '../central/web/viewer.js';
import { couchUnderTest } from '../tests/couch-under-test.js';
import { HttpUser } from '../tests/http-user.js';
import { temporaryFolder } from './fake-box.js';
import { keepSessionKey } from './keep-session-key.js';
import { launchNadi } from './launch-nadi.js';
import { readTls } from './read-tls.js';

t.setTimeout(120_000);

async function centreOf(t: Test) {
  const couch = await couchUnderTest(t);
  const folder = await temporaryFolder(t);
  const own = await couch.user([CENTRE_ROLE]);
  const passwordFile = join(folder, 'nadi-web.password');
  await writeFile(passwordFile, `${own.password}\n`, { mode: 0o600 });
  const { origin } = new URL(couch.url);
  const sessionKey = join(folder, 'session.key');
  const flags = [
    'central',
    'web',
    '--user',
    own.name,
    '--password-file',
    passwordFile,
    '--session-key',
    sessionKey,
  ];
  const run = (...more: string[]) => {
    const { child, ended } = launchNadi(folder, [...flags, '--port', '0', ...more, '--json']);
    t.teardown(async () => {
      if (child.exitCode === null) child.kill('SIGKILL');
      await ended;
    });
    return { child, ended };
  };
  /** Runs it until it says where it is. */
  const start = async (...more: string[]) => {
    const { child, ended } = run('--url', origin, ...more);
    const said = await Promise.race([once(child.stdout, 'data'), ended]);
    if (!Array.isArray(said)) throw new Error(said.err);
    const { addresses } = JSON.parse(String(said[0])) as { addresses: string[] };
    return { child, ended, url: addresses[0] ?? '' };
  };
  return { couch, origin, folder, sessionKey, run, start };
}

t.test(
  'the pages run until they are stopped, and who was logged in still is after the next start',
  async (t) => {
    const { couch, sessionKey, start } = await centreOf(t);
    const viewer = await couch.user([areaRole({ state: '10', district: '203' })]);
    const first = await start();
    const user = new HttpUser(first.url);
    t.teardown(() => user.close());
    await user.logIn(viewer.name, viewer.password);
    t.equal((await user.get('/today')).location, '/today/10/203');
    t.equal((await stat(sessionKey)).mode & 0o777, 0o600, 'the key is its owner’s only');
    const key = await readFile(sessionKey, 'utf8');
    first.child.kill('SIGTERM');
    t.match(await first.ended, { exit: 0, err: /Stopping/ });
    const second = await start();
    t.equal(await readFile(sessionKey, 'utf8'), key);
    user.origin = second.url;
    t.equal((await user.get('/today')).location, '/today/10/203');
  },
);

t.test('what keeps the pages from running is said at the start, and nothing else happens', async (t) => {
  const { folder, origin, run } = await centreOf(t);
  const wrongPassword = join(folder, 'wrong');
  await writeFile(wrongPassword, 'wrong\n');
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  t.teardown(() => other.close());
  const { port } = other.address() as AddressInfo;
  const refusals: [flags: string[], exit: number, err: RegExp][] = [
    [['--url', 'http://127.0.0.1:9'], 11, /centre-unreachable/],
    [['--url', origin, '--password-file', wrongPassword], 12, /centre-refused[^]*nadi central init/],
    [['--url', origin, '--port', String(port)], 9, new RegExp(`port-in-use[^]*${port}`)],
    [['--url', 'centre'], 2, /--url centre/],
  ];
  for (const [flags, exit, err] of refusals) {
    const outcome = await run(...flags).ended;
    t.equal(outcome.exit, exit, `${flags.join(' ')}: ${outcome.err}`);
    t.match(outcome.err, err);
  }
});

t.test(
  'files that cannot be used are named: a key that others could guess, a certificate of another key',
  async (t) => {
    const folder = await temporaryFolder(t);
    const file = join(folder, 'some-file');
    await writeFile(file, 'short\n');
    const wrong = { code: 'bad-input', message: /some-file/ };
    await t.rejects(keepSessionKey(file), { ...wrong, fields: [{ field: 'session-key' }] });
    await t.rejects(keepSessionKey(join(folder, 'none', 'some-file')), {
      code: 'bad-input',
      fields: [{ code: 'notWritable' }],
    });
    t.equal(await readFile(file, 'utf8'), 'short\n', 'and are left as they are');
    await t.rejects(readTls({ cert: file }), { code: 'bad-input', fields: [{ field: 'key' }] });
    await t.rejects(readTls({ cert: file, key: file }), { ...wrong, fields: [{ field: 'cert' }] });
    t.equal(await readTls({}), null);
    const made = await keepSessionKey(join(folder, 'key'));
    t.ok(made.length >= 32);
    t.equal(await keepSessionKey(join(folder, 'key')), made);
  },
);
