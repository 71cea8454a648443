import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { temporaryFolder } from './fake-box.js';
import { launchNadi, type Outcome } from './launch-nadi.js';

const nadi = (folder: string, ...args: string[]): Promise<Outcome> => launchNadi(folder, args).ended;

const json = <T>(outcome: Outcome): T => JSON.parse(outcome.out) as T;

const SETUP = [
  'setup',
  '--yes',
  '--box',
  'BR1042',
  '--name-hi',
  'रामपुर',
  '--name-en',
  'PHC Rampur',
  '--admin-name',
  'verma',
  '--host',
  '127.0.0.1',
  '--port',
  '0',
  // HTTPS and pairing have tests of their own.
  '--no-tls',
  '--no-pairing',
  '--json',
];

/** A box that is set up in a temporary folder. */
async function setUpBox(t: Test): Promise<string> {
  const folder = join(await temporaryFolder(t), 'data');
  const made = await nadi(folder, ...SETUP);
  t.equal(made.exit, 0, made.err);
  return folder;
}

/** Starts a server and waits for its addresses. */
async function startServer(
  t: Test,
  folder: string,
  ...flags: string[]
): Promise<{ addresses: string[]; child: ChildProcessWithoutNullStreams; ended: Promise<Outcome> }> {
  const { child, ended } = launchNadi(folder, ['start', '--json', ...flags]);
  t.teardown(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await ended;
  });
  const first = await Promise.race([once(child.stdout, 'data'), ended]);
  if (!Array.isArray(first)) throw new Error(first.err);
  const { addresses } = JSON.parse(String(first[0])) as { addresses: string[] };
  return { addresses, child, ended };
}

void t.test('whoever has read enough of a command ends it quietly', async (t) => {
  const folder = join(await temporaryFolder(t), 'data');
  for (const args of [['--help'], ['staff', '--help'], ['doctor', '--json']]) {
    const { child, ended } = launchNadi(folder, args);
    child.stdout.destroy();
    t.notMatch((await ended).err, /EPIPE|node:events/, args.join(' '));
  }
});

void t.test('a box from setup to a clean stop', async (t) => {
  const folder = join(await temporaryFolder(t), 'data');
  const made = await nadi(folder, ...SETUP);
  t.equal(made.exit, 0, made.err);
  t.match(json(made), { box: 'BR1042', folder, admin: { id: 'verma', password: /^.{14}$/ } });
  t.equal((await stat(join(folder, 'secrets.json'))).mode & 0o777, 0o600);

  const idle = await nadi(folder, 'status');
  t.equal(idle.exit, 10);
  t.match(idle.err, `nadi start --data ${folder}`);

  const { addresses, child, ended } = await startServer(t, folder);
  t.match(addresses[0], /^http:\/\/127\.0\.0\.1:\d+$/);
  t.ok((await fetch(`${addresses[0] ?? ''}/`)).status < 500, 'the pages answer');
  t.equal((await stat(join(folder, 'admin.sock'))).mode & 0o777, 0o600);

  const status = json<{ records: number }>(await nadi(folder, 'status', '--json'));
  t.match(status, { box: 'BR1042', addresses, store: { ok: true }, sync: { kind: 'not-set' } });

  const added = await nadi(
    folder,
    'staff',
    'add',
    'sunita',
    '--name-en',
    'Sunita',
    '--role',
    'nurse',
    '--json',
  );
  t.match(json(added), { staff: { id: 'sunita', roles: ['nurse'], active: true }, password: /^.{14}$/ });
  t.match(json(await nadi(folder, 'staff', 'disable', 'sunita', '--json')), { staff: { active: false } });
  t.match(json(await nadi(folder, 'staff', 'reset', 'sunita', '--json')), { password: /^.{14}$/ });
  t.equal((await nadi(folder, 'staff', 'reset', 'nobody')).exit, 3);
  const { staff } = json<{ staff: { id: string }[] }>(await nadi(folder, 'staff', 'list', '--json'));
  t.same(staff.map(({ id }) => id).sort(), ['sunita', 'verma']);
  t.ok(
    json<{ records: number }>(await nadi(folder, 'status', '--json')).records > status.records,
    'each change is a record',
  );

  t.match(json(await nadi(folder, 'sync', 'status', '--json')), { kind: 'not-set' });
  t.equal((await nadi(folder, 'sync', 'now')).exit, 13);

  child.kill('SIGINT');
  const stopped = await ended;
  t.equal(stopped.exit, 0, stopped.err);
  t.match(stopped.err, 'Everything is saved');
  t.notOk(existsSync(join(folder, 'admin.sock')));
});

void t.test('a second server on the folder is refused and the first goes on', async (t) => {
  const folder = await setUpBox(t);
  const { ended } = await startServer(t, folder);
  const second = await nadi(folder, 'start', '--json');
  t.equal(second.exit, 7, second.err);
  t.match(JSON.parse(second.err.trim()), { error: { code: 'store-locked' } });
  t.equal((await nadi(folder, 'status')).exit, 0);
  t.same(await nadi(folder, 'stop', '--json'), { out: '{"stopped":true}\n', err: '', exit: 0 });
  t.equal((await ended).exit, 0, 'nadi stop ends a server that runs elsewhere');
});

void t.test('a killed server loses nothing that it said was done, and hinders no next one', async (t) => {
  const folder = await setUpBox(t);
  const first = await startServer(t, folder);
  t.equal((await nadi(folder, 'staff', 'add', 'sunita', '--name-en', 'Sunita', '--role', 'nurse')).exit, 0);
  first.child.kill('SIGKILL');
  await first.ended;
  t.equal((await nadi(folder, 'status')).exit, 10);
  const second = await startServer(t, folder);
  const { staff } = json<{ staff: { id: string }[] }>(await nadi(folder, 'staff', 'list', '--json'));
  t.same(staff.map(({ id }) => id).sort(), ['sunita', 'verma']);
  second.child.kill('SIGTERM');
  t.equal((await second.ended).exit, 0);
});

void t.test('a port in use is said with its number, and the folder is free again', async (t) => {
  const folder = await setUpBox(t);
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  t.teardown(() => void other.close());
  const { port } = other.address() as { port: number };
  const refused = await nadi(folder, 'start', '--port', String(port));
  t.equal(refused.exit, 9, refused.err);
  t.match(refused.err, String(port));
  const { child, ended } = await startServer(t, folder);
  child.kill('SIGTERM');
  t.equal((await ended).exit, 0);
});

void t.test('setup leaves a folder alone that is not ours or is set up already', async (t) => {
  const foreign = await temporaryFolder(t);
  await writeFile(join(foreign, 'thesis.txt'), 'mine');
  const refused = await nadi(foreign, ...SETUP);
  t.equal(refused.exit, 7, refused.err);
  t.same(await readdir(foreign), ['thesis.txt']);
  t.equal((await nadi(foreign, 'start')).exit, 7);

  const folder = await setUpBox(t);
  t.equal((await nadi(folder, ...SETUP)).exit, 8);
  const empty = join(await temporaryFolder(t), 'empty');
  await mkdir(empty);
  t.equal((await nadi(empty, 'start')).exit, 8);
});
