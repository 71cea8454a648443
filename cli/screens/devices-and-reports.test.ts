import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import type { LanSettings } from '../../node-server/lan/lan-settings.js';
import { setUpFacility } from '../../node-server/set-up.js';
import { startFacility } from '../../node-server/start.js';
import { HttpUser } from '../../tests/http-user.js';
import { bigLetters } from '../components/big-letters.js';
import { hasTmux } from '../components/tmux-screen.js';
import { fakeCommand, temporaryFolder } from '../fake-box.js';
import { OperatorTerminal } from '../operator-terminal.js';
import { QUICK_COST } from '../../tests/quick-cost.js';

t.setTimeout(120_000);
const skip = !hasTmux() && 'no tmux';

async function startBox(t: Test, lan: LanSettings) {
  const root = await temporaryFolder(t);
  const [folder, stick] = [join(root, 'data'), join(root, 'stick')];
  await mkdir(stick);
  await setUpFacility({
    folder,
    box: 'BR1042',
    name: { hi: 'रामपुर', en: 'PHC Rampur' },
    level: 'PHC',
    language: 'hi',
    host: '127.0.0.1',
    port: 0,
    lan,
    passwordCost: QUICK_COST,
    staff: [{ id: 'verma', name: { hi: 'वर्मा', en: 'Verma' }, roles: ['incharge'], password: 'long-enough' }],
  });
  const server = await startFacility({ folder, port: 0 });
  t.teardown(() => server.stop());
  return { root, folder, stick, address: server.addresses[0] ?? '' };
}

for (const language of ['hi', 'en'] as const) {
  void t.test(
    `a device is let in by the code on the screen, and closed out again (${language})`,
    { skip },
    async (t) => {
      const { folder, address } = await startBox(t, { tls: false, pairing: true });
      const operator = await OperatorTerminal.open(t, folder, language);
      const { say } = operator;
      await operator.until(say('cli.labels.today'));
      await operator.press('6');
      await operator.until(say('cli.devicesScreen.none'));
      await operator.press('n');
      await operator.until(say('cli.devicesScreen.newTitle'));
      await operator.fill('');
      await operator.until(say('fieldErrors.required').slice(0, 10));
      await operator.fill('Counter 1');
      const shown = await operator.until(say('cli.devicesScreen.codeFor', { name: 'Counter 1' }));
      const code = /\b[2-9a-z]{4}-[2-9a-z]{4}\b/.exec(shown.join('\n'))?.[0] ?? '';
      const [first = ''] = bigLetters(code.slice(0, 4));
      t.ok(
        shown.some((line) => line.includes(first.trim())),
        'the code stands there big, too',
      );

      const browser = new HttpUser(address);
      t.teardown(() => browser.close());
      await browser.get('/pair');
      t.equal((await browser.post('/pair', { code })).status, 302);
      await operator.until(say('cli.devicesScreen.paired', { name: 'Counter 1' }));
      await browser.logIn('verma', 'long-enough');
      await operator.press('d');
      await operator.until(say('cli.devicesScreen.ask', { name: 'Counter 1' }).slice(0, 30));
      await operator.press('Escape');
      await operator.until(say('cli.devicesScreen.keyNew'));
      t.equal((await browser.get('/')).status, 200, 'nothing happens unless it is confirmed');
      await operator.press('d', 'Enter');
      await operator.until(say('cli.devicesScreen.closed', { name: 'Counter 1' }));
      t.equal((await browser.get('/')).location, '/pair');
    },
  );

  void t.test(
    `a report is read, written onto a stick and printed by keystrokes alone (${language})`,
    { skip },
    async (t) => {
      const { root, folder, stick } = await startBox(t, { tls: false, pairing: false });
      await fakeCommand(t, 'lpstat', 'echo "printer office is idle.  enabled since Sat 21 Nov 2026"');
      await fakeCommand(t, 'lp', `cat > "${root}/printed-$2.pdf"`);
      const operator = await OperatorTerminal.open(t, folder, language);
      const { say } = operator;
      await operator.until(say('cli.labels.today'));
      await operator.press('8');
      await operator.until('HMIS');
      // After the daily summary and the indent.
      await operator.press('Down', 'Down', 'Enter');
      await operator.until(say('cli.reportsScreen.language'));
      await operator.fill('2026-99', '');
      await operator.until('✖');
      await operator.press(...Array.from('2026-99', () => 'BSpace'));
      await operator.fill('', '');
      await operator.until(say('cli.reportsScreen.keyPrint'));
      await operator.press('w');
      await operator.until(say('cli.reportsScreen.folder'));
      await operator.fill('', '');
      await operator.until(say('fieldErrors.required').slice(0, 10));
      await operator.fill(stick);
      await operator.until(stick);
      await operator.until(say('cli.reportsScreen.keyPrint'));
      const [file = ''] = await readdir(stick);
      t.match(file, new RegExp(`^hmis-monthly-\\d{8}-${language}\\.pdf$`));
      t.match(await readFile(join(stick, file), 'latin1'), /^%PDF/);
      await operator.press('p');
      await operator.until(say('cli.reportsScreen.printer'));
      await operator.press('Enter');
      await operator.until(say('cli.reportsScreen.sent', { printer: 'office' }));
      t.match(await readFile(join(root, 'printed-office.pdf'), 'latin1'), /^%PDF/);
    },
  );
}

void t.test(
  'behind HTTPS the code comes with the trust page and the words to compare',
  { skip },
  async (t) => {
    const { folder } = await startBox(t, { tls: true, pairing: true });
    const operator = await OperatorTerminal.open(t, folder, 'hi');
    const { say } = operator;
    await operator.until(say('cli.labels.today'));
    await operator.press('6');
    await operator.until(say('cli.devicesScreen.none'));
    await operator.press('n');
    await operator.until(say('cli.devicesScreen.newTitle'));
    await operator.fill('काउंटर 1');
    const shown = (await operator.until('/trust')).join('\n');
    t.match(shown, /भरोसे के शब्द:( [a-z]+){8}/);
  },
);
