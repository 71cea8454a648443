import { chmod, mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { FIRST_PLAN } from '../../node-server/backup/backup-plan.js';
import { changeBackupPlan, changeCentre, changeLan } from '../../node-server/box-folder/change-settings.js';
import { readBoxFolder } from '../../node-server/box-folder/read-box-folder.js';
import { makeRecoveryKey } from '../../node-server/backup/recovery-key.js';
import { setUpFacility, type SetUpOptions } from '../../node-server/set-up.js';
import { startFacility } from '../../node-server/start.js';
import { repositoryRoot } from '../../templates/folder.js';
import { openLocale } from '../../templates/locale.js';
import { daysLeft } from '../doctor/check-disk.js';
import { fakeCommand, temporaryFolder } from '../fake-box.js';
import { answersPath } from '../wizard/wizard-answers.js';
import { describeCheck } from './describe-check.js';
import { runDoctor, type CheckResult, type DoctorReport } from './run-doctor.js';
import { QUICK_COST } from '../../tests/quick-cost.js';

t.setTimeout(120_000);

async function setUpBox(t: Test, more: Partial<SetUpOptions> = {}): Promise<string> {
  const root = await temporaryFolder(t);
  const folder = join(root, 'data');
  const { recipient: recoveryKey } = await makeRecoveryKey();
  await setUpFacility({
    folder,
    box: 'BR1042',
    name: { hi: 'रामपुर', en: 'Rampur' },
    level: 'PHC',
    language: 'hi',
    host: '127.0.0.1',
    port: 0,
    recoveryKey,
    backupFolder: root,
    papers: ['thermal-80'],
    ...more,
    passwordCost: QUICK_COST,
    staff: [{ id: 'verma', name: { hi: 'वर्मा', en: 'Verma' }, roles: ['incharge'], password: 'a-password' }],
  });
  return folder;
}

const found = (report: DoctorReport, id: string): CheckResult | undefined =>
  report.checks.find((check) => check.id === id);

void t.test('a box in order is good, with its server running and without', async (t) => {
  const folder = await setUpBox(t);
  const still = await runDoctor(folder);
  t.match(found(still, 'store'), { state: 'good', params: { records: 2 } });
  t.match(found(still, 'socket'), { state: 'watch', outcome: 'none' });
  t.same(
    still.checks.filter(({ state }) => state === 'bad'),
    [],
  );
  const server = await startFacility({ folder });
  t.teardown(() => server.stop());
  const running = await runDoctor(folder);
  t.equal(
    running.level,
    'good',
    running.checks
      .filter(({ state }) => state !== 'good')
      .map(({ id, outcome }) => `${id} ${outcome}`)
      .join(', '),
  );
  t.match(found(running, 'port'), { outcome: 'good', params: { address: server.addresses[0] } });
});

void t.test('what it finds wrong it mends where that can do no harm, and says so', async (t) => {
  const folder = await setUpBox(t);
  const now = Date.now();
  const old = new Date(now - 2 * 3_600_000);
  await chmod(folder, 0o755);
  await chmod(join(folder, 'secrets.json'), 0o644);
  await writeFile(join(folder, 'folds', 'snapshot.json'), '{"half');
  await writeFile(join(folder, 'nadi.json.new'), 'half');
  await utimes(join(folder, 'nadi.json.new'), old, old);
  await writeFile(join(folder, 'young.part'), 'at work');
  await writeFile(join(folder, 'admin.sock'), '');
  await writeFile(answersPath(folder), '{}', { mode: 0o600 });

  const before = await runDoctor(folder);
  for (const [id, outcome] of [
    ['owner', 'open'],
    ['secrets', 'open'],
    ['snapshot', 'unreadable'],
    ['leftovers', 'some'],
    ['socket', 'stale'],
  ] as const) {
    t.match(found(before, id), { outcome, canFix: true, fixed: false }, id);
  }
  t.equal(before.level, 'bad');
  const after = await runDoctor(folder, { fix: true });
  for (const id of ['owner', 'secrets', 'snapshot', 'leftovers', 'socket']) {
    t.match(found(after, id), { fixed: true, canFix: false }, id);
  }
  t.equal((await stat(folder)).mode & 0o777, 0o700);
  t.equal((await stat(join(folder, 'secrets.json'))).mode & 0o777, 0o600);
  t.equal(await readFile(join(folder, 'young.part'), 'utf8'), 'at work', 'what may be at work stays');
  const server = await startFacility({ folder });
  await server.stop();
});

void t.test('the clock is told in Indian time and words', async (t) => {
  const report = await runDoctor(await setUpBox(t), { now: () => Date.parse('2030-11-28T10:02:07.328Z') });
  const clock = found(report, 'clock') as CheckResult;
  t.match(clock.params, { time: '2030-11-28T10:02:07.328Z' }, 'programs get it whole');
  t.equal(describeCheck(clock, 'en', openLocale()).words, '28 Nov, 15:32');
});

void t.test('a clock that lost its battery, and one behind the last record, are told', async (t) => {
  const folder = await setUpBox(t);
  const lost = await runDoctor(folder, { now: () => 86_400_000 });
  t.match(found(lost, 'clock'), {
    state: 'bad',
    outcome: 'early',
    params: { year: 1970 },
    runbook: 'clock-behind',
  });
  const behind = await runDoctor(folder, { now: () => Date.now() - 3 * 3_600_000 });
  t.match(found(behind, 'clock'), { state: 'bad', outcome: 'behind' });
});

void t.test('the centre is asked for this box alone: its answer, its refusal, its clock', async (t) => {
  const folder = await setUpBox(t);
  t.match(found(await runDoctor(folder), 'centre'), { state: 'good', outcome: 'notSet' });
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    const good = request.headers.authorization === `Basic ${Buffer.from('BR1042:right').toString('base64')}`;
    response.sendDate = false;
    response.writeHead(good ? 200 : 401, { date: new Date(Date.now() + 3_600_000).toUTCString() }).end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await changeCentre(folder, { url, user: 'BR1042', password: 'wrong' });
  t.match(found(await runDoctor(folder), 'centre'), {
    state: 'bad',
    outcome: 'refused',
    runbook: 'sync-refused',
  });
  await changeCentre(folder, { url, user: 'BR1042', password: 'right' });
  const good = await runDoctor(folder);
  t.match(found(good, 'centre'), { state: 'good' });
  t.match(found(good, 'drift'), { state: 'bad', outcome: 'behind', params: { minutes: 60 } });
  t.same(new Set(asked), new Set(['/facility-br1042']));
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
  t.match(found(await runDoctor(folder), 'centre'), { state: 'watch', outcome: 'silent' });
});

void t.test(
  'the certificate is held against time and addresses, the backup against key and place',
  async (t) => {
    const folder = await setUpBox(t, { lan: { tls: true, pairing: true } });
    const days = (n: number): number => Date.now() + n * 86_400_000;
    t.match(found(await runDoctor(folder), 'certificate'), { state: 'good', outcome: 'good' });
    t.match(found(await runDoctor(folder, { now: () => days(390) }), 'certificate'), { outcome: 'soon' });
    t.match(found(await runDoctor(folder, { now: () => days(400) }), 'certificate'), {
      state: 'bad',
      outcome: 'over',
      runbook: 'pages-do-not-open',
    });
    await changeLan(folder, ({ port, lan }) => ({
      port,
      lan: { tls: true, pairing: true, ...lan, name: 'another.local' },
    }));
    t.match(found(await runDoctor(folder), 'certificate'), {
      state: 'watch',
      outcome: 'lacks',
      params: { name: 'another.local' },
    });

    t.match(found(await runDoctor(folder), 'backup'), { state: 'good', outcome: 'ready' });
    const { settings } = await readBoxFolder(folder);
    const plan = settings.backup ?? FIRST_PLAN;
    const away = { kind: 'folder' as const, path: join(folder, 'nowhere') };
    await changeBackupPlan(folder, { ...plan, places: [away] });
    t.match(found(await runDoctor(folder), 'backup'), { state: 'watch', outcome: 'noPlace' });
    await changeBackupPlan(folder, FIRST_PLAN);
    t.match(found(await runDoctor(folder), 'backup'), {
      state: 'watch',
      outcome: 'noKey',
      runbook: 'backup-is-old',
    });
  },
);

void t.test('the printer line says the papers, and a printer that CUPS has stopped', async (t) => {
  const folder = await setUpBox(t);
  t.match(found(await runDoctor(folder), 'printer'), { state: 'good', params: { papers: '80 mm' } });
  await fakeCommand(t, 'lpstat', 'echo "printer counter disabled since Sat 21 Nov 2026 -"');
  t.match(found(await runDoctor(folder), 'printer'), { state: 'watch', params: { stopped: 'counter' } });
});

void t.test('a folder that is no box, and a store that is damaged, are named', async (t) => {
  const empty = await temporaryFolder(t);
  t.match(found(await runDoctor(empty), 'folder'), { state: 'bad', outcome: 'none' });
  t.match(found(await runDoctor(join(empty, 'nowhere')), 'owner'), { state: 'bad', outcome: 'none' });
  const folder = await setUpBox(t);
  await writeFile(join(folder, 'records', 'CURRENT'), 'nonsense\n');
  t.match(found(await runDoctor(folder), 'store'), { state: 'bad', outcome: 'bad', runbook: 'data-damaged' });
});

void t.test('a check that fails itself is one finding, and another area may add its own', async (t) => {
  const folder = await setUpBox(t);
  const report = await runDoctor(folder, {
    checks: [
      { id: 'broken', run: () => Promise.reject(new Error('no such thing')) },
      { id: 'own', run: () => ({ state: 'good', outcome: 'good' }) },
    ],
  });
  t.match(report, {
    level: 'bad',
    checks: [
      { outcome: 'failed', params: { message: 'no such thing' } },
      { id: 'own', state: 'good' },
    ],
  });
});

void t.test('the trend of the disk is days, where there are any to say', async (t) => {
  const day = 86_400_000;
  t.equal(daysLeft([{ at: 0, freeBytes: 10e9 }]), null);
  t.equal(
    daysLeft([
      { at: 0, freeBytes: 10e9 },
      { at: day, freeBytes: 11e9 },
    ]),
    null,
  );
  t.equal(
    daysLeft([
      { at: 0, freeBytes: 10e9 },
      { at: 10 * day, freeBytes: 5e9 },
    ]),
    10,
  );
  const folder = await setUpBox(t);
  await mkdir(folder, { recursive: true });
  const start = Date.now() + 60_000;
  await runDoctor(folder, { now: () => start });
  await runDoctor(folder, { now: () => start + day });
  t.equal((JSON.parse(await readFile(join(folder, 'disk-looks.json'), 'utf8')) as unknown[]).length, 2);
});

void t.test('each finding has words in both languages, and each runbook is there', async (t) => {
  const folder = await setUpBox(t);
  const locale = openLocale();
  for (const check of (await runDoctor(folder)).checks) {
    for (const language of ['hi', 'en'] as const) {
      t.ok(describeCheck(check, language, locale).words.length > 0, `${check.id} ${language}`);
    }
  }
});

void t.test('every page that a check or a screen names is in docs/runbooks', async (t) => {
  const root = repositoryRoot();
  const pages = await readdir(join(root, 'docs', 'runbooks'));
  const sources = await readdir(join(root, 'cli', 'doctor'));
  const texts = await Promise.all([
    ...sources.map((name) => readFile(join(root, 'cli', 'doctor', name), 'utf8')),
    readFile(join(root, 'templates', 'locales', 'en.json'), 'utf8'),
  ]);
  const named = texts.flatMap((text) => [
    ...[...text.matchAll(/runbook(?: =|:) '([\w-]+)'/g)].map(([, name]) => `${name ?? ''}.md`),
    ...[...text.matchAll(/docs\/runbooks\/([\w-]+\.md)/g)].map(([, name]) => name ?? ''),
  ]);
  t.ok(named.length > 8);
  for (const name of new Set(named)) t.ok(pages.includes(name), name);
});
