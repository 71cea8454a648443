import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { openBoxesCentre, type BoxesCentre } from '../../tests/boxes-centre.js';
import { tellSampleBoxes } from '../../tests/sample-boxes.js';
import { RouterCouch } from '../../central/router/router-couch.js';
import { Watcher } from '../../central/monitor/watcher.js';
import { OperatorTerminal } from '../operator-terminal.js';
import { displayWidth } from '../components/display-width.js';
import { hasTmux } from '../components/tmux-screen.js';

t.setTimeout(120_000);
const skip = hasTmux() ? false : 'no tmux here';

async function watchedCentre(t: Test, count: number) {
  const centre = await openBoxesCentre(t, count);
  await tellSampleBoxes(centre, Date.now());
  const watcher = new Watcher({ couch: new RouterCouch(centre.url), now: Date.now, log: () => undefined });
  await watcher.look();
  const folder = await mkdtemp(join(tmpdir(), 'nadi-monitor-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return { centre, watcher, folder };
}

/** The monitor on a real terminal, as somebody of the central team opens it. */
async function openMonitor(t: Test, { couch, account }: BoxesCentre, folder: string, language: 'hi' | 'en') {
  const file = join(folder, 'password');
  await writeFile(file, `${account.password}\n`);
  const { origin } = new URL(couch.url);
  const args = `central monitor --url ${origin} --user ${account.user} --password-file "${file}" --by asha`;
  return OperatorTerminal.open(t, folder, language, args);
}

t.test(
  'the monitor shows the worst first, one box, its days, and keeps what one says of an alert',
  { skip },
  async (t) => {
    const { centre, watcher, folder } = await watchedCentre(t, 24);
    const terminal = await openMonitor(t, centre, folder, 'en');
    const { say } = terminal;
    const [silent = '', full = ''] = centre.boxes;
    const list = await terminal.until(full);
    const rows = list.filter((line) => line.includes('ZZ'));
    t.match(rows[0], /✖ ZZ\d+ .* disk/, 'what is broken stands on top');
    t.match(list[1], /24 boxes .*4 need a hand .*alerts/);
    await terminal.screen.resize({ columns: 60, rows: 20 });
    // What is wrong stands whole at the end of its row, though the window cut the row off a moment ago.
    const narrow = await waitUntil(terminal, (lines) =>
      lines.some((line) => line.includes(full) && line.endsWith(say('boxes.alertShort.disk'))),
    );
    t.comment(narrow.join('\n'));
    t.ok(narrow.every((line) => displayWidth(line) <= 60));
    await terminal.screen.resize({ columns: 80, rows: 24 });
    await terminal.press('Escape', 'a');
    await terminal.until(say('boxes.openFirst'));
    await terminal.press('f', 'f');
    await terminal.until(say('boxes.keys.filter', { filter: say('boxes.filter.silent') }));
    await terminal.until(silent);
    await terminal.press('Down', 'Up', 'Up', 'Enter');
    await terminal.until(say('boxes.todo.silent'));
    await terminal.press('h');
    await terminal.until('████████');
    await terminal.press('h', 'a');
    await terminal.until(say('boxes.acknowledge.note'));
    await terminal.press('Enter');
    await terminal.until('This is needed');
    await terminal.fill('power cut, back on Monday');
    await terminal.until('asha: power cut, back on Monday');
    await terminal.press('l');
    await terminal.until('दर्ज हुआ');
    await terminal.press('l');
    t.match((await centre.read())[`alert:${silent}:silent`], { acknowledged: { by: 'asha' } });
    await terminal.press('q');
    await terminal.until(silent);
    await centre.tell(silent, { lastContact: new Date().toISOString() });
    await watcher.look();
    await terminal.press('r');
    await waitUntil(terminal, (lines) => !lines.some((line) => line.includes(silent)));
    t.pass('one that is heard again leaves those that are silent');
  },
);

async function waitUntil(
  { screen }: OperatorTerminal,
  holds: (lines: string[]) => boolean,
): Promise<string[]> {
  for (;;) {
    const lines = await screen.lines();
    if (holds(lines)) return lines;
  }
}

t.test('the monitor in Hindi fits the screen, also after it was made wider', { skip }, async (t) => {
  const { centre, folder } = await watchedCentre(t, 24);
  const terminal = await openMonitor(t, centre, folder, 'hi');
  const [silent = '', full = ''] = centre.boxes;
  await terminal.until(full);
  await terminal.press('f', 'f');
  await terminal.until(silent);
  await terminal.press('Enter');
  await terminal.until('स्वास्थ्य केंद्र को फ़ोन करें');
  await terminal.press('h');
  await terminal.until('भारत का');
  await terminal.press('q');
  await terminal.until(silent);
  await terminal.screen.resize({ columns: 120, rows: 40 });
  await terminal.press('f', 'f', 'f', 'f', 'f', 'f');
  await waitUntil(terminal, (lines) => lines.filter((line) => line.includes('ZZ')).length === 24);
  t.pass('all boxes fit a higher terminal');
});
