import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { temporaryFolder } from '../fake-box.js';
import {
  installService,
  planService,
  readService,
  removeService,
  UNIT,
  type ServiceHost,
} from './manage-service.js';
import { serviceUnit } from './service-unit.js';

const PROGRAMS = { node: process.execPath, main: '/opt/nadi/dist/cli/main.js' };

async function box(t: Test): Promise<string> {
  const folder = await temporaryFolder(t);
  await writeFile(
    join(folder, 'nadi.json'),
    JSON.stringify({ format: 1, box: 'BR1042', language: 'hi', host: '0.0.0.0', port: 8080 }),
  );
  await writeFile(join(folder, 'secrets.json'), '{"cookieKey":"x"}');
  return folder;
}

async function host(t: Test, change: Partial<ServiceHost> = {}): Promise<ServiceHost & { calls: string[] }> {
  const folder = await temporaryFolder(t);
  const calls: string[] = [];
  await mkdir(join(folder, 'run'));
  return {
    unitFolder: folder,
    runFolder: join(folder, 'run'),
    isRoot: true,
    systemctl: (...args) => {
      calls.push(args.join(' '));
      return Promise.resolve({ ok: true, text: args[0] === 'is-active' ? 'active' : 'enabled' });
    },
    calls,
    ...change,
  };
}

void t.test('the unit restarts on failure and may write to the data folder and sticks alone', async (t) => {
  const folder = await box(t);
  const { unit, user } = await planService(folder, PROGRAMS);
  t.equal(user, String(process.getuid?.()));
  for (const line of [
    `ExecStart="${process.execPath}" "/opt/nadi/dist/cli/main.js" start --data "${folder}"`,
    'Restart=on-failure',
    'NoNewPrivileges=true',
    'ProtectSystem=strict',
    `ReadWritePaths="${folder}" -/media -/mnt -/run/media`,
    'PrivateTmp=true',
    'MemoryMax=1G',
    /^After=.*time-sync\.target/m,
  ]) {
    t.match(unit, line);
  }
});

void t.test('systemd takes the unit, also for a path with a space and a percent sign', async (t) => {
  const folder = await temporaryFolder(t);
  const file = join(folder, UNIT);
  const options = { node: process.execPath, main: process.execPath, user: 'root' };
  await writeFile(file, serviceUnit({ ...options, folder: '/srv/nadi 100% ok' }));
  try {
    execFileSync('systemd-analyze', ['--version'], { stdio: 'ignore' });
  } catch {
    return void t.pass('no systemd-analyze here');
  }
  let said = '';
  try {
    said = execFileSync('systemd-analyze', ['verify', '--man=no', file], { encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    said = String((error as { stderr?: string }).stderr);
  }
  t.notMatch(said, UNIT, 'nothing to say about our unit');
});

void t.test('it is installed, told and removed; the data stay', async (t) => {
  const folder = await box(t);
  const machine = await host(t);
  const { unit } = await planService(folder, PROGRAMS);
  t.same(await readService(machine), { installed: false, enabled: true, active: 'active' });
  machine.calls.length = 0;
  const { path } = await installService(machine, unit);
  t.equal(await readFile(path, 'utf8'), unit);
  t.same(machine.calls, ['daemon-reload', `enable ${UNIT}`, `restart ${UNIT}`]);
  t.match(await readService(machine), { installed: true, enabled: true, active: 'active', folder });
  t.same(await removeService(machine), { removed: true });
  t.same(await removeService(machine), { removed: false });
  t.ok(await readFile(join(folder, 'nadi.json'), 'utf8'));
});

void t.test(
  'without systemd, without root, without a box or with too long a path it says why not',
  async (t) => {
    await t.rejects(installService(await host(t, { isRoot: false }), ''), {
      code: 'not-allowed',
      hint: 'hints.withSudo',
    });
    await t.rejects(installService(await host(t, { runFolder: '/nowhere' }), ''), {
      code: 'conflict',
      message: /systemd/,
    });
    await t.rejects(readService(await host(t, { runFolder: '/nowhere' })), { code: 'conflict' });
    const refusing = await host(t, {
      systemctl: () => Promise.resolve({ ok: false, text: 'Access denied' }),
    });
    await t.rejects(installService(refusing, ''), { code: 'conflict', message: /Access denied/ });
    await t.rejects(planService(await temporaryFolder(t), PROGRAMS), { code: 'not-set-up' });
    const long = join(await temporaryFolder(t), 'd'.repeat(100));
    await mkdir(long);
    const short = await box(t);
    for (const name of ['nadi.json', 'secrets.json'])
      await writeFile(join(long, name), await readFile(join(short, name), 'utf8'));
    await t.rejects(planService(long, PROGRAMS), { code: 'bad-input', fields: [{ field: 'data' }] });
  },
);
