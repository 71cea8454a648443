import { createServer } from 'node:http';
import { once } from 'node:events';
import { readFile, readdir, stat } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { readBoxFolder } from '../../node-server/box-folder/read-box-folder.js';
import { startFacility } from '../../node-server/start.js';
import { writeCodeWords } from '../../sync/enrolment/enrolment-code.js';
import { deriveKeys, seal } from '../../sync/enrolment/enrolment-keys.js';
import { openLocale, type Language, type Translate } from '../../templates/locale.js';
import { repositoryRoot } from '../../templates/folder.js';
import { HttpUser } from '../../tests/http-user.js';
import { displayWidth } from '../components/display-width.js';
import { TmuxScreen, hasTmux } from '../components/tmux-screen.js';
import { temporaryFolder } from '../fake-box.js';
import { answersPath } from '../wizard/wizard-answers.js';

const MAIN = join(repositoryRoot(), 'dist', 'cli', 'main.js');
const STEPS = ['language', 'facility', 'network', 'staff', 'printers', 'centre', 'backup', 'summary'];

t.setTimeout(240_000);

class Wizard {
  private constructor(
    private readonly t: Test,
    readonly screen: TmuxScreen,
    readonly say: Translate,
  ) {}

  static async open(t: Test, folder: string, language: Language): Promise<Wizard> {
    const screen = await TmuxScreen.open([
      'sh',
      '-c',
      `"${process.execPath}" "${MAIN}" setup --data "${folder}" --language ${language}; sleep 600`,
    ]);
    t.teardown(() => screen.close());
    return new Wizard(t, screen, openLocale().in(language));
  }

  /** Waits for a step, and looks whether its lines are straight and within 80 × 23. */
  async at(step: string): Promise<string[]> {
    const n = STEPS.indexOf(step) + 1;
    const title = this.say(`cli.wizard.${step}.title`);
    return this.until(this.say('cli.wizard.at', { n, all: STEPS.length, title }));
  }

  async until(text: string): Promise<string[]> {
    const lines = await this.screen.until(text);
    this.t.comment(`\n${lines.join('\n')}`);
    this.t.ok(
      lines.every((line) => displayWidth(line) <= 80),
      `nothing beyond the 80th column: ${text}`,
    );
    this.t.ok(
      lines.slice(23).every((line) => line === ''),
      `nothing below the 23rd line: ${text}`,
    );
    return lines;
  }

  /** Types into the fields, one after the other. */
  async fill(...values: string[]): Promise<void> {
    for (const value of values) {
      if (value !== '') await this.screen.type(value);
      await this.screen.press('Enter');
    }
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.screen.press(key);
  }
}

const SECRET = Uint8Array.from([8, 7, 6, 5, 4, 3, 2, 1]);

/** A centre that knows one box and one password, and gives them away for one code. */
async function openCentre(t: Test): Promise<string> {
  const good = `Basic ${Buffer.from('BR1042:right-password').toString('base64')}`;
  const { key } = await deriveKeys('BR1042', SECRET);
  let url = '';
  const server = createServer((request, response) => {
    const known = request.url === '/facility-br1042' && request.headers.authorization === good;
    const access = { url, gateway: url, user: 'BR1042', password: 'right-password' };
    const answer = request.url === '/enrol' ? { sealed: seal(key, access), keys: [] } : null;
    response
      .writeHead(known || answer ? 200 : 401, { 'content-type': 'application/json' })
      .end(JSON.stringify(answer ?? {}));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => void server.close());
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return url;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '0.0.0.0');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Columns where the values of a form's fields begin. */
function valueColumns(lines: readonly string[], labels: readonly string[]): number[] {
  return labels.map((label) => {
    const line = lines.find((one) => one.replace('▸', ' ').trimStart().startsWith(label)) ?? '';
    const after = line.slice(line.indexOf(label) + label.length);
    const gap = /^\s*/.exec(after)?.[0] ?? '';
    return displayWidth(line.slice(0, line.indexOf(label) + label.length) + gap);
  });
}

for (const language of ['hi', 'en'] as const) {
  void t.test(
    `a box is set up by keystrokes alone (${language})`,
    { skip: !hasTmux() && 'no tmux' },
    async (t) => {
      const root = await temporaryFolder(t);
      const folder = join(root, 'data');
      const centre = await openCentre(t);
      const port = String(await freePort());
      const wizard = await Wizard.open(t, folder, language);
      const { say } = wizard;

      await wizard.at('language');
      await wizard.press('Enter');
      await wizard.at('facility');
      await wizard.fill('patna', '', '', '', '', '');
      const wrongBox = say('fieldErrors.wrongBox').slice(0, 25);
      const wrong = await wizard.until(wrongBox);
      t.equal(
        wrong.findLastIndex((line) => line.includes('patna')) + 1,
        wrong.findIndex((line) => line.includes(wrongBox)),
        'what is wrong stands under its field',
      );
      await wizard.press(...Array.from({ length: 5 }, () => 'BSpace'));
      await wizard.fill('br1042', 'रामपुर', 'PHC Rampur', '', 'मुज़फ़्फ़रपुर', 'सकरा');

      const network = await wizard.at('network');
      const labels = ['lanName', 'port', 'host', 'guard'].map((name) => say(`cli.wizard.network.${name}`));
      t.equal(new Set(valueColumns(network, labels)).size, 1, 'the fields begin in one column');
      await wizard.press(...Array.from({ length: 30 }, () => 'BSpace'));
      await wizard.fill('phc-rampur', ...['1'], '', '');
      await wizard.until(say('fieldErrors.wrongPort'));
      await wizard.press(...Array.from({ length: 5 }, () => 'BSpace'));
      await wizard.fill(port, '');
      // Who is let in: the usual answer in one language, the open door in the other.
      if (language === 'en') await wizard.press('Right');
      await wizard.fill('');

      await wizard.at('staff');
      await wizard.fill('Verma', 'डॉ. कृष्ण वर्मा', 'Dr. K. Verma', '', '');
      await wizard.until(say('fieldErrors.wrongStaffId').slice(0, 25));
      await wizard.press(...Array.from({ length: 5 }, () => 'BSpace'));
      await wizard.fill('verma', '', '', '', 'BMC-48213');
      await wizard.until(say('cli.wizard.staff.keyRemove'));
      await wizard.press('a');
      await wizard.until(say('cli.staffScreen.idHint'));
      await wizard.fill('sunita', 'सुनीता देवी', '');
      await wizard.press('Right', 'Space');
      await wizard.fill('', '');
      const table = await wizard.until(say('cli.wizard.staff.keyRemove'));
      const columns = ['verma', 'sunita'].map((id) => {
        const line = table.find((one) => one.includes(id)) ?? '';
        const role = say(id === 'verma' ? 'roles.incharge' : 'roles.nurse');
        return displayWidth(line.slice(0, line.indexOf(role)));
      });
      t.equal(new Set(columns).size, 1, 'the table stands in columns');
      await wizard.press('Enter');

      await wizard.at('printers');
      await wizard.press('Right', 'Space', 't');
      await wizard.until(
        say('cli.wizard.printers.written', { n: 2, folder: `${folder}.test-print` }).slice(0, 40),
      );
      t.same(await readdir(`${folder}.test-print`), ['nadi-test-a5.pdf', 'nadi-test-thermal-58.pdf']);
      await wizard.press('Enter');

      await wizard.at('centre');
      // By the centre's code in one language, by hand in the other.
      if (language === 'hi') {
        const words = writeCodeWords(SECRET);
        await wizard.press('Left', 'Left', 'Enter');
        await wizard.fill(centre, words.slice(0, -1));
        await wizard.until(say('fieldErrors.wrongCentreCode').slice(0, 25));
        await wizard.fill(words.slice(-1));
      } else {
        await wizard.press('Left', 'Enter');
        await wizard.fill(centre, '', 'wrong-password');
        await wizard.until(say('fieldErrors.centreRefuses'));
        await wizard.press(...Array.from({ length: 14 }, () => 'BSpace'));
        await wizard.fill('right-password');
      }

      await wizard.at('backup');
      await wizard.press('Left', 'Enter');
      await wizard.fill('/dev/null/nadi');
      await wizard.until(say('fieldErrors.notWritable'));
      await wizard.press(...Array.from({ length: 14 }, () => 'BSpace'));
      await wizard.fill(join(root, 'stick'));

      const summary = await wizard.at('summary');
      t.match(summary.join('\n'), 'सकरा, मुज़फ़्फ़रपुर');
      const kept = await readFile(answersPath(folder), 'utf8');
      t.notMatch(kept, 'right-password', 'a password is not written down');
      t.notMatch(kept, writeCodeWords(SECRET), 'nor a code');
      t.equal((await stat(answersPath(folder))).mode & 0o777, 0o600);
      await wizard.press('Enter');

      const end = await wizard.until(say('cli.wizard.end.passwords'));
      t.match(end.join('\n'), `${language === 'en' ? 'http' : 'https'}://phc-rampur.local:${port}`);
      const password = /verma +(\S{4}-\S{4}-\S{4})/.exec(end.join('\n'))?.[1] ?? '';
      await wizard.press('q');
      await wizard.until(password);
      await wizard.press('Enter');
      let after = await wizard.screen.lines();
      while (after.some((line) => line.includes(say('cli.wizard.end.passwords'))))
        after = await wizard.screen.lines();
      t.notMatch(after.join('\n'), password, 'the passwords are gone from the screen');
      await t.rejects(stat(answersPath(folder)), 'nothing is left of the answers');

      const { settings, secrets } = await readBoxFolder(folder);
      t.match(settings, {
        box: 'BR1042',
        language,
        port: Number(port),
        lan: { tls: language === 'hi', pairing: language === 'hi', name: 'phc-rampur.local' },
        papers: ['a5', 'thermal-58'],
        backup: { places: [{ kind: 'folder', path: join(root, 'stick') }, { kind: 'usb' }] },
        centre: { url: centre, user: 'BR1042', ...(language === 'hi' ? { gateway: centre } : {}) },
      });
      t.equal(secrets.centrePassword, 'right-password');
      if (language === 'hi') return;
      const server = await startFacility({ folder, host: '127.0.0.1' });
      t.teardown(() => server.stop());
      const user = new HttpUser(`http://127.0.0.1:${port}`);
      t.teardown(() => user.close());
      await user.logIn('verma', password);
      t.match((await user.get('/')).body, 'PHC Rampur');
    },
  );
}

void t.test(
  'a set-up that is left, or killed, goes on where it was; passwords are asked again',
  { skip: !hasTmux() && 'no tmux' },
  async (t) => {
    const folder = join(await temporaryFolder(t), 'data');
    const centre = await openCentre(t);
    const first = await Wizard.open(t, folder, 'en');
    await first.at('language');
    await first.press('Enter');
    await first.at('facility');
    await first.fill('BR1042', 'रामपुर', 'PHC Rampur');
    await first.press('half');
    await first.screen.until('▸ Level');
    while (!(await readFile(answersPath(folder), 'utf8')).includes('PHC Rampur')) await sleep(20);
    // Like a cut: nothing can be saved any more.
    await first.screen.close();

    const second = await Wizard.open(t, folder, 'en');
    const page = (await second.at('facility')).join('\n');
    for (const typed of ['BR1042', 'रामपुर', 'PHC Rampur']) t.match(page, typed);
    await second.fill('', '', '', '', '', '');
    await second.at('network');
    await second.press('Escape');
    t.match((await second.at('facility')).join('\n'), 'PHC Rampur', 'back keeps what was typed');
    await second.fill('', '', '', '', '', '');
    await second.at('network');
    await second.fill('', '', '', '');
    await second.at('staff');
    await second.fill('verma', 'वर्मा');
    await second.press('C-c');
    await second.until(second.say('cli.wizard.left', { command: `nadi setup --data ${folder}` }));

    const third = await Wizard.open(t, folder, 'en');
    t.match((await third.at('staff')).join('\n'), 'verma', 'also one who is half written down');
    await third.fill('', '', '', '', '');
    await third.until('remove');
    await third.press('Enter');
    await third.at('printers');
    await third.press('Enter');
    await third.at('centre');
    await third.press('Left', 'Enter');
    await third.fill(centre, '', 'right-password');
    await third.at('backup');
    await third.press('Enter');
    await third.at('summary');
    await third.press('q');
    await third.until(third.say('cli.wizard.left', { command: `nadi setup --data ${folder}` }));

    const fourth = await Wizard.open(t, folder, 'en');
    await fourth.at('summary');
    await fourth.press('Enter');
    const again = await fourth.at('centre');
    t.match(again.join('\n'), centre);
    await fourth.press('Down', 'Down', 'Down');
    await fourth.fill('right-password');
    await fourth.at('backup');
    await fourth.press('Enter');
    await fourth.at('summary');
    await fourth.press('Enter');
    await fourth.until(fourth.say('cli.wizard.end.passwords'));
  },
);
