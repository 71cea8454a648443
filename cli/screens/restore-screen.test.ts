import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { Backups } from '../../node-server/backup/backups.js';
import { FIRST_PLAN } from '../../node-server/backup/backup-plan.js';
import { makeRecoveryKey } from '../../node-server/backup/recovery-key.js';
import { changeBackupPlan } from '../../node-server/box-folder/change-settings.js';
import { readBoxFolder } from '../../node-server/box-folder/read-box-folder.js';
import { Facility } from '../../node-server/facility.js';
import { setUpFacility } from '../../node-server/set-up.js';
import { hasTmux } from '../components/tmux-screen.js';
import { temporaryFolder } from '../fake-box.js';
import { OperatorTerminal } from '../operator-terminal.js';
import { lookAtFolder } from '../tasks/look-at-folder.js';
import { restoreBox } from '../tasks/restore-box.js';
import { restoreAnswersPath } from '../wizard/wizard-answers.js';
import { QUICK_COST } from '../../tests/quick-cost.js';

t.setTimeout(240_000);
const skip = !hasTmux() && 'no tmux';

/** A box that was lost, and what is left of it: a stick with its backup, and the words of its sheet. */
async function loseBox(t: Test) {
  const root = await temporaryFolder(t);
  const [old, stick, folder] = ['old', 'stick', 'new'].map((name) => join(root, name)) as [
    string,
    string,
    string,
  ];
  await mkdir(stick);
  const key = await makeRecoveryKey();
  await setUpFacility({
    folder: old,
    box: 'BR1042',
    name: { hi: 'रामपुर', en: 'PHC Rampur' },
    level: 'PHC',
    language: 'hi',
    host: '127.0.0.1',
    port: 8123,
    passwordCost: QUICK_COST,
    staff: [{ id: 'verma', name: { hi: 'वर्मा', en: 'Verma' }, roles: ['incharge'], password: 'long-enough' }],
  });
  const places = [{ kind: 'folder' as const, path: stick }];
  await changeBackupPlan(old, { ...FIRST_PLAN, places, recoveryKey: key.recipient });
  const facility = await Facility.open({ folder: old, box: 'BR1042', now: Date.now });
  const backups = await Backups.open({ facility, folder: old, log: () => undefined, lookEveryMs: 0 });
  for await (const _ of backups.make({})) void _;
  await backups.stop();
  await facility.stop();
  return { stick, folder, words: key.words.join(' ') };
}

for (const language of ['hi', 'en'] as const) {
  void t.test(
    `an empty folder takes over from a lost box by keystrokes alone (${language})`,
    { skip },
    async (t) => {
      const { stick, folder, words } = await loseBox(t);
      const operator = await OperatorTerminal.open(t, folder, language);
      const { say } = operator;
      await operator.until(say('cli.first.ask'));
      await operator.press('Down', 'Enter');
      await operator.until(say('cli.restoreScreen.replica'));
      await operator.fill('', '', 'abandon abandon', '', '', '');
      await operator.until(say('fieldErrors.required').slice(0, 10));
      await operator.fill(stick, '', '', '', '');
      await operator.until(say('fieldErrors.recoveryWordCount', { words: 2, of: 12 }).slice(0, 15));
      await operator.press(...Array.from('abandon abandon', () => 'BSpace'));
      await operator.fill(words, '', '', '');
      await operator.until(say('cli.restoreScreen.endTitle'));
      await operator.until(say('cli.restore.counts', { records: 2, patients: 0 }).slice(0, 10));
      t.match((await readBoxFolder(folder)).settings, { box: 'BR1042b', port: 8123 });
      await t.rejects(stat(restoreAnswersPath(folder)), 'nothing of what was typed stays');
      await operator.press('Enter');
      await operator.until(say('cli.restore.next', { folder }).slice(0, 10));
    },
  );
}

void t.test(
  'a restore that was cut off is what nadi opens with, knows what was typed, and goes on',
  { skip },
  async (t) => {
    const { stick, folder, words } = await loseBox(t);
    const first = await OperatorTerminal.open(t, folder, 'en');
    await first.until(first.say('cli.first.ask'));
    await first.press('Down', 'Enter');
    await first.until(first.say('cli.restoreScreen.replica'));
    await first.fill('', stick, words);
    await first.until(`▸ ${first.say('cli.restoreScreen.box')}`);
    await first.press('Escape');
    await first.until(first.say('cli.first.ask'));
    await first.press('Down', 'Enter');
    t.match((await first.until(first.say('cli.restoreScreen.replica'))).join('\n'), stick, 'back keeps it');
    await first.press('C-c');
    await first.until(first.say('cli.restoreScreen.left', { command: `nadi --data ${folder}` }));
    const kept = await readFile(restoreAnswersPath(folder), 'utf8');
    t.match(kept, stick);
    t.notMatch(kept, words.split(' ')[0] ?? '-', 'the words are never written down');

    // The cut: the same restore, ended after its first records.
    const cut = new AbortController();
    const job = restoreBox(folder, { fromBackup: stick, recoveryKey: words, language: 'en' }, cut.signal);
    await job.next();
    await job.next();
    await job.return(undefined as never);
    t.equal(await lookAtFolder(folder), 'restoring');

    const second = await OperatorTerminal.open(t, folder, 'en');
    const page = await second.until(second.say('cli.restoreScreen.goesOn').slice(0, 30));
    t.match(page.join('\n'), stick);
    await second.fill('', '', words, '', '', '');
    await second.until(second.say('cli.restoreScreen.endTitle'));
    t.equal(await lookAtFolder(folder), 'box');
  },
);

void t.test(
  'the first screen leads to the set-up, in the language that was chosen there',
  { skip },
  async (t) => {
    const folder = join(await temporaryFolder(t), 'data');
    const operator = await OperatorTerminal.open(t, folder, 'en');
    await operator.until('There is no health centre');
    await operator.press('l');
    await operator.until('नया स्वास्थ्य केंद्र बनाएँ');
    await operator.press('Enter');
    await operator.until('सेट-अप, 8 में से चरण 1');
    await operator.press('Escape');
    await operator.until('नया स्वास्थ्य केंद्र बनाएँ');
    await operator.screen.resize({ columns: 60, rows: 20 });
    await operator.press('Down', 'Enter');
    const narrow = (await operator.until('▸ कहाँ से')).join('\n');
    t.match(narrow, 'पोर्ट', 'all fields have room');
    t.notMatch(narrow, '…', 'and nothing is cut');
  },
);
