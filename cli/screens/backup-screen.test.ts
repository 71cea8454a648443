import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { startAdminServer } from '../../node-server/admin/admin-server.js';
import { FakeAdminFacility } from '../../node-server/admin/fake-admin-facility.js';
import { backupRoutes } from '../../node-server/backup/backup-routes.js';
import { Backups } from '../../node-server/backup/backups.js';
import { FIRST_PLAN } from '../../node-server/backup/backup-plan.js';
import { makeRecoveryKey } from '../../node-server/backup/recovery-key.js';
import { changeBackupPlan } from '../../node-server/box-folder/change-settings.js';
import { readBoxFolder } from '../../node-server/box-folder/read-box-folder.js';
import { Facility } from '../../node-server/facility.js';
import { setUpFacility } from '../../node-server/set-up.js';
import { startFacility } from '../../node-server/start.js';
import { hasTmux } from '../components/tmux-screen.js';
import { until } from '../../tests/until.js';
import { temporaryFolder } from '../fake-box.js';
import { OperatorTerminal } from '../operator-terminal.js';
import { ASKED_WORDS } from '../tasks/asked-words.js';
import { QUICK_COST } from '../../tests/quick-cost.js';

t.setTimeout(240_000);
const skip = !hasTmux() && 'no tmux';

async function setUpBox(t: Test) {
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
    passwordCost: QUICK_COST,
    staff: [{ id: 'verma', name: { hi: 'वर्मा', en: 'Verma' }, roles: ['incharge'], password: 'long-enough' }],
  });
  return { folder, stick };
}

for (const language of ['hi', 'en'] as const) {
  void t.test(
    `from no key to a backup that was read: key, place, backup, schedule by keystrokes alone (${language})`,
    { skip },
    async (t) => {
      const { folder, stick } = await setUpBox(t);
      const server = await startFacility({ folder });
      t.teardown(() => server.stop());
      const operator = await OperatorTerminal.open(t, folder, language);
      const { say } = operator;
      await operator.until(say('cli.labels.today'));
      await operator.press('7');
      await operator.until(say('cli.backupScreen.noKey'));

      await operator.press('k');
      const words = wordsOn(await operator.until('12. '));
      t.equal(words.length, 12);
      await operator.press('Enter');
      await operator.until(say('cli.backupScreen.typeTitle'));
      // As long as the other, so that seven backspaces clear either.
      const wrongWord = words[ASKED_WORDS[0] - 1] === 'abandon' ? 'ability' : 'abandon';
      await operator.fill(wrongWord, '', '');
      await operator.until(say('cli.backup.key.wrong', { place: ASKED_WORDS[0] }));
      t.equal((await readBoxFolder(folder)).settings.backup, undefined, 'no key before it was written down');
      await operator.press(...Array.from(wrongWord, () => 'BSpace'));
      await operator.fill(...ASKED_WORDS.map((place) => words[place - 1] ?? ''));
      await operator.until(say('cli.backupScreen.keyKept', { fingerprint: '' }).split('(')[0] ?? '');

      await operator.press('p');
      await operator.until(say('cli.backupScreen.placesTitle'));
      await operator.press('a');
      await operator.until(say('cli.backupScreen.addTitle'));
      await operator.fill('stick');
      await operator.until(say('fieldErrors.notAbsolute').slice(0, 20));
      await operator.press(...Array.from('stick', () => 'BSpace'));
      await operator.fill(stick);
      await operator.until(`${stick}  ${say('cli.backup.state.ready')}`);
      await operator.press('q', 'b');
      await operator.until(say('cli.backupScreen.there', { n: 1 }));
      const [file = ''] = await readdir(stick);
      t.match(file, /^BR1042-.*-full-.*\.nadi$/);
      await operator.press('v');
      await operator.until(say('cli.backupScreen.whole', { records: 4, size: '2 kB' }).slice(0, 10));

      await operator.press('s');
      await operator.until(say('cli.backupScreen.scheduleTitle'));
      await operator.press('Enter', '9');
      await operator.fill('', '', '', '', '');
      await operator.until(say('fieldErrors.wrongTime').slice(0, 15));
      await operator.press(...Array.from('20:009', () => 'BSpace'));
      await operator.fill('14:30', '', '', '', '');
      await operator.until(
        say('cli.backup.schedule.on', { time: '14:30', day: '' }).split('14:30')[0] + '14:30',
      );
      t.match((await readBoxFolder(folder)).settings.backup, {
        places: [{ kind: 'usb' }, { kind: 'folder', path: stick }],
        schedule: { time: '14:30', fullOn: 0 },
      });
      await operator.press('d');
      await operator.until(say('cli.backupScreen.pruneInfo').slice(0, 20));
      await operator.press('Escape', 'p', 'Down', 'd');
      await operator.until(say('cli.backupScreen.removeAsk', { place: '' }).trim().slice(-20));
      await operator.press('Enter');
      await operator.until(say('cli.backupScreen.placesTitle'));
      await until('one place is left', async () => {
        return (await readBoxFolder(folder)).settings.backup?.places.length === 1;
      });
      t.same(await readdir(stick), [file], 'the backups there stay');
    },
  );
}

void t.test(
  'a terminal that is lost harms no backup: it goes on, is seen again, and can be cancelled there',
  { skip },
  async (t) => {
    const { folder, stick } = await setUpBox(t);
    const { recipient } = await makeRecoveryKey();
    await changeBackupPlan(folder, {
      ...FIRST_PLAN,
      places: [{ kind: 'folder', path: stick }],
      recoveryKey: recipient,
    });
    const { goOn } = await serveSlowBackups(t, folder);

    const first = await OperatorTerminal.open(t, folder, 'en');
    await first.until('All is well');
    await first.press('7');
    await first.until(first.say('cli.backupScreen.keyNow'));
    await first.press('b');
    await first.until(first.say('jobs.leave'));
    // The line breaks: the terminal hangs up on the program.
    await first.screen.close();

    const second = await OperatorTerminal.open(t, folder, 'en');
    await second.until('All is well');
    await second.press('7');
    await second.until(second.say('jobs.leave'));
    await second.press('q');
    await second.until(second.say('cli.values.backupRunning'));
    goOn();
    await second.until(second.say('cli.backupScreen.there', { n: 1 }));
    const whole = await readdir(stick);

    await second.press('b');
    await second.until(second.say('jobs.leave'));
    await second.press('c');
    await second.until(second.say('jobs.cancelling').slice(0, 20));
    goOn();
    await second.until('Nothing was left behind');
    t.same(await readdir(stick), whole);
  },
);

/** A box's backups whose first step waits until it is told to go on; told before, it does not wait. */
async function serveSlowBackups(t: Test, folder: string): Promise<{ goOn: () => void }> {
  let told = 0;
  const waiting: (() => void)[] = [];
  const release = (): void => {
    const first = waiting.shift();
    if (first) first();
    else told += 1;
  };
  const facility = await Facility.open({ folder, box: 'BR1042', now: Date.now });
  const backups = await Backups.open({
    facility,
    folder,
    log: () => undefined,
    lookEveryMs: 0,
    seal: async () => {
      if (told > 0) told -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      return null;
    },
  });
  const server = await startAdminServer({
    folder,
    facility: new FakeAdminFacility(),
    routes: backupRoutes(backups, (error) => t.error(error)),
  });
  t.teardown(async () => {
    for (const one of waiting) one();
    await server.stop();
    await backups.stop();
    await facility.stop();
  });
  return { goOn: release };
}

/** `   1. luxury   ▄▀…`: the twelve words as they stand beside the QR. */
function wordsOn(lines: readonly string[]): string[] {
  return lines.flatMap((line) => /^ +\d+\. ([a-z]+)/.exec(line)?.[1] ?? []);
}
