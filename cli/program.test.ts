import { Readable, Writable } from 'node:stream';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { ERROR_TABLE } from '../records/error-table.js';
import { openLocale } from '../templates/locale.js';
import type { CommandContext } from './command-context.js';
import { readConfig } from './config.js';
import { openFakeBox, temporaryFolder } from './fake-box.js';
import { runProgram } from './program.js';

interface Outcome {
  out: string;
  err: string;
  exit: number;
}

async function nadi(env: NodeJS.ProcessEnv, ...args: string[]): Promise<Outcome> {
  const outcome: Outcome = { out: '', err: '', exit: 0 };
  const sink = (to: 'out' | 'err'): Writable =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        outcome[to] += chunk.toString();
        done();
      },
    });
  const context: CommandContext = {
    config: readConfig(env, false),
    stdin: Readable.from([]),
    stdout: sink('out'),
    stderr: sink('err'),
    locale: openLocale(),
    setExitCode: (status) => (outcome.exit = status),
  };
  await runProgram(context, '1.2.3', args);
  return outcome;
}

void t.test('status is words for a person in the chosen language, or one JSON object', async (t) => {
  const { folder } = await openFakeBox(t);
  const env = { NADI_DATA: folder };
  const english = await nadi(env, 'status');
  t.match(english, {
    exit: 0,
    err: '',
    out: /All is well[^]*Doctor +5 +1 +1\n[^]*Everything is at the district server/,
  });
  t.match((await nadi({ ...env, LANG: 'hi_IN.UTF-8' }, 'status')).out, /सब ठीक है[^]*डॉक्टर/);
  t.match((await nadi({ ...env, LANG: 'hi_IN.UTF-8' }, 'status', '--language', 'en')).out, 'All is well');
  t.match((await nadi({}, 'status', '--data', folder)).out, 'All is well');
  t.match(
    (await nadi({}, '--data', folder, 'status')).out,
    'All is well',
    'flags may stand before the command',
  );
  const json = await nadi(env, 'status', '--json');
  t.match(JSON.parse(json.out), { box: 'BR1042', patients: 4217, health: { level: 'good', reasons: [] } });
});

void t.test('nadi alone, where nobody looks, prints the status', async (t) => {
  const { folder } = await openFakeBox(t);
  t.equal((await nadi({ NADI_DATA: folder })).out, (await nadi({ NADI_DATA: folder }, 'status')).out);
});

void t.test('staff are added, listed, disabled, enabled and given a new password', async (t) => {
  const { folder, facility } = await openFakeBox(t);
  const env = { NADI_DATA: folder };
  const added = await nadi(
    env,
    'staff',
    'add',
    'sunita',
    '--name-hi',
    'सुनीता',
    '--name-en',
    'Sunita',
    '--role',
    'nurse',
    'clerk',
  );
  t.equal(
    added.out,
    `Added sunita: Nurse, Registration clerk\nPassword (shown only now): ${facility.passwords.get('sunita')}\n`,
  );
  await writeFile(join(folder, 'word'), 'chosen-by-hand\n');
  const json = await nadi(
    env,
    'staff',
    'add',
    'ravi',
    '--name-en',
    'Ravi',
    '--role',
    'lab',
    '--password-file',
    join(folder, 'word'),
    '--json',
  );
  t.same(JSON.parse(json.out), {
    staff: { id: 'ravi', name: { hi: 'Ravi', en: 'Ravi' }, roles: ['lab'], active: true },
  });
  t.equal(facility.passwords.get('ravi'), 'chosen-by-hand');

  t.equal((await nadi(env, 'staff', 'disable', 'ravi')).out, 'ravi can no longer log in\n');
  t.equal(
    (await nadi(env, 'staff', 'list', '--language', 'hi')).out,
    'sunita  सुनीता  नर्स, पंजीकरण लिपिक\nravi    Ravi   लैब तकनीशियन  (बंद)\n',
  );
  t.match(JSON.parse((await nadi(env, 'staff', 'list', '--json')).out), {
    staff: [{ id: 'sunita' }, { active: false }],
  });
  t.equal((await nadi(env, 'staff', 'enable', 'ravi')).out, 'ravi can log in again\n');
  const reset = JSON.parse((await nadi(env, 'staff', 'reset', 'ravi', '--json')).out) as { password: string };
  t.equal(facility.passwords.get('ravi'), reset.password);
});

void t.test(
  'sync now and status say how far it is, and a failed round has its own exit status',
  async (t) => {
    const { folder, facility } = await openFakeBox(t);
    const env = { NADI_DATA: folder };
    t.match((await nadi(env, 'sync', 'now')).out, 'Everything is at the district server');
    t.match(
      (await nadi(env, 'sync', 'status')).out,
      /Everything is at the district server[^]*3 documents from the district server/,
    );
    facility.sync = {
      kind: 'offline',
      waiting: 2,
      received: 0,
      lastError: { code: 'centre-unreachable', message: 'ECONNREFUSED', at: '2026-11-21T04:11:00.000Z' },
    };
    t.match(await nadi(env, 'sync', 'status'), {
      exit: 0,
      out: /line is down[^]*09:41 +The district server cannot be reached\n +ECONNREFUSED/,
    });
    t.match(JSON.parse((await nadi(env, 'sync', 'status', '--json')).out), { kind: 'offline', waiting: 2 });
    t.match(await nadi(env, 'sync', 'now'), { exit: 11, out: '', err: /ECONNREFUSED/ });
    facility.round = () => new Promise(() => {});
    t.match(await nadi(env, 'sync', 'now'), { exit: 0, out: /Still going on/ });
  },
);

void t.test('stop stops, and then there is no server', async (t) => {
  const { folder } = await openFakeBox(t);
  const env = { NADI_DATA: folder };
  t.same(await nadi(env, 'stop', '--json'), { out: '{"stopped":true}\n', err: '', exit: 0 });
  const gone = await nadi(env, 'status');
  t.same(gone, {
    out: '',
    err: `✖ The server is not running\n  no server runs on ${folder}\n→ Start it: nadi start --data ${folder}\n`,
    exit: 10,
  });
});

void t.test('errors are JSON on stderr with --json, and Hindi words in Hindi', async (t) => {
  const folder = await temporaryFolder(t);
  const json = await nadi({ NADI_DATA: folder }, 'staff', 'list', '--json');
  t.equal(json.out, '');
  t.match(JSON.parse(json.err), { error: { code: 'not-set-up', exit: 8, message: String, hint: String } });
  const hindi = await nadi({ NADI_DATA: folder, NADI_LANGUAGE: 'hi' }, 'status');
  t.match(hindi, { exit: 8, err: /यह सर्वर अभी तैयार नहीं किया गया[^]*→ उसका डेटा-फ़ोल्डर [^]*nadi setup/ });
});

void t.test("what a box's server advises is said in the operator's language", async (t) => {
  const folder = t.testdir({ 'thesis.odt': 'x' });
  const started = await nadi({ NADI_DATA: folder, NADI_LANGUAGE: 'hi' }, 'start');
  t.match(started, { out: '', err: /→ --data से ख़ाली फ़ोल्डर बताएँ। इसमें कुछ नहीं छेड़ा गया।\n$/ });
  t.match((await nadi({ NADI_DATA: folder }, 'start')).err, /→ Name an empty folder with --data/);
});

void t.test('wrong usage is exit status 2 with the place to look', async (t) => {
  const { folder } = await openFakeBox(t);
  const env = { NADI_DATA: folder };
  t.match(await nadi(env, 'stauts'), { exit: 2, out: '', err: /stauts[^]*→ Did you mean: nadi status\n/ });
  t.match(await nadi(env, 'stafff'), { exit: 2, err: /→ Did you mean: nadi staff\n/ });
  t.match(await nadi(env, 'ambulance'), { exit: 2, err: /→ See: nadi --help\n/ });
  t.match(await nadi(env, 'staff', 'lst'), { exit: 2, err: /lst[^]*→ See: nadi staff --help\n/ });
  t.match(await nadi(env, 'status', '--colour'), { exit: 2, err: /--colour[^]*nadi status --help/ });
  t.match(await nadi(env, 'staff'), { exit: 2, out: '', err: /nadi staff --help/ });
  t.match(await nadi(env, 'status', '--language', 'fr'), { exit: 2, err: /fr/ });
  t.match(await nadi(env, 'staff', 'add', 'x1', '--name-en', 'X', '--role', 'chief'), {
    exit: 2,
    err: /chief/,
  });
  t.match(await nadi(env, 'staff', 'add', 'x1', '--role', 'lab'), {
    exit: 2,
    err: /--name-hi: This is needed/,
  });
  t.match(await nadi(env, 'staff', 'add', 'x1', '--name-en', 'X'), { exit: 2, err: /--role/ });
  t.match(await nadi(env, 'staff', 'add', 'NOT OK', '--name-en', 'X', '--role', 'lab'), {
    exit: 2,
    err: /<login>: A login name/,
  });
  t.match(await nadi(env, 'staff', 'reset', 'x1', '--password-file', '/nowhere'), {
    exit: 2,
    err: /--password-file: This file cannot be read/,
  });
  t.match(await nadi(env, 'staff', 'disable', 'nobody'), { exit: 3, err: /nobody/ });
  t.match(await nadi(env, 'start', '--port', '99999'), { exit: 2, err: /--port: A port is a number/ });
  t.match(JSON.parse((await nadi(env, 'status', '--colour', '--json')).err), {
    error: { code: 'bad-input', exit: 2 },
  });
  t.match(await nadi(env, 'setup', '--yes', '--data', join(folder, 'new')), {
    exit: 2,
    err: /--box: This is needed[^]*--admin-name: This is needed/,
  });
});

void t.test("each command's help has examples and exit codes as the error table has them", async (t) => {
  for (const command of [
    '',
    'setup',
    'start',
    'stop',
    'status',
    'staff add',
    'staff list',
    'staff disable',
    'staff enable',
    'staff reset',
    'sync now',
    'sync status',
  ]) {
    const { out, err, exit } = await nadi({}, ...command.split(' ').filter(Boolean), '--help');
    t.match({ err, exit }, { err: '', exit: 0 });
    t.match(
      out,
      /Examples:\n {2}\$ nadi[^]*Exit codes:\n {3}0 {2}done\n {3}1 {2}internal\n {3}2 {2}bad-input/,
      command,
    );
    t.match(out, '--json');
    for (const [, status, names] of out.matchAll(/^ {2,3}(\d+) {2}([a-z, -]+)$/gm)) {
      for (const name of names?.split(', ') ?? []) {
        if (name !== 'done')
          t.equal(ERROR_TABLE[name as keyof typeof ERROR_TABLE].exit, Number(status), name);
      }
    }
  }
  t.equal((await nadi({}, '--version')).out, '1.2.3\n');
});

void t.test("the data folder is the flag's, else the environment's, else the user's own", async (t) => {
  t.equal(readConfig({ NADI_DATA: '/srv/nadi' }, true).dataFolder, '/srv/nadi');
  t.equal(readConfig({}, true).dataFolder, '/var/lib/nadi');
  t.match(readConfig({}, false).dataFolder, /\/\.nadi$/);
  t.equal(readConfig({ LANG: 'hi_IN.UTF-8', LC_ALL: 'C' }, false).language, 'en', 'LC_ALL outweighs LANG');
  t.equal(readConfig({ NADI_LANGUAGE: 'hi', LC_ALL: 'C' }, false).language, 'hi');
});
