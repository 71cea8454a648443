import { join } from 'node:path';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { render } from 'ink-testing-library';
import t, { type Test } from 'tap';
import type { FakeAdminFacility } from '../../node-server/admin/fake-admin-facility.js';
import type { Job, Progress } from '../../records/progress.js';
import { SLOT_MS } from '../../sync/line-history.js';
import { openLocale, type Language } from '../../templates/locale.js';
import { repositoryRoot } from '../../templates/folder.js';
import { displayWidth } from '../components/display-width.js';
import { JobView } from '../components/job-view.js';
import { TmuxScreen, hasTmux } from '../components/tmux-screen.js';
import { openFakeBox } from '../fake-box.js';
import { readStatus } from '../tasks/read-status.js';
import { OperatorScreens } from './operator-screens.js';
import { SCREENS, type ScreenEntry } from './screens.js';

t.setTimeout(240_000);
const locale = openLocale();
const say = locale.in('en');

function openScreens(t: Test, folder: string, screens: readonly ScreenEntry[] = SCREENS) {
  const screen = render(
    <OperatorScreens
      screens={screens}
      readStatus={() => readStatus(folder)}
      folder={folder}
      language="en"
      locale={locale}
      refreshMs={50}
    />,
  );
  t.teardown(() => screen.unmount());
  const until = async (text: string | RegExp): Promise<string> => {
    for (;;) {
      const frame = screen.lastFrame() ?? '';
      if (typeof text === 'string' ? frame.includes(text) : text.test(frame)) return frame;
      await sleep(5);
    }
  };
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) {
      screen.stdin.write(key);
      await sleep(15);
    }
  };
  return { until, press };
}

const RIGHT = '\u001b[C';

void t.test('staff are added with their work, shown a password once, disabled and enabled', async (t) => {
  const { folder, facility } = await openFakeBox(t);
  const { until, press } = openScreens(t, folder);
  await until('All is well');
  await press('2');
  await until(say('cli.staff.none'));
  await press('a');
  await until(say('cli.staffScreen.addTitle'));
  await press('Asha', '\r', 'आशा', '\r', '\r', ' ', '\r', '\r');
  await until('A login name is');
  await press('\u007f', '\u007f', '\u007f', '\u007f');
  // A slow line brings several keys in one piece.
  await press('asha\r');
  await press('\r', '\r', RIGHT, ' ', '\r', '\r');
  const added = await until('asha is added');
  t.match(added, `Password (shown only now): ${facility.passwords.get('asha')}`);
  t.match(facility.staff.get('asha'), { name: { hi: 'आशा', en: 'आशा' }, roles: ['clerk', 'nurse'] });
  await press('d');
  await until('can then no longer log in. Disable?');
  await press('\u001b');
  await sleep(50);
  t.equal(facility.staff.get('asha')?.active, true, 'nothing happens unless it is confirmed');
  await press('d');
  await until('Disable?');
  await press('\r');
  await until('(disabled)');
  t.equal(facility.staff.get('asha')?.active, false);
  await press('p');
  await until('Make a new one?');
  await press('\r');
  await until(/Password \(shown only now\): \S+/);
});

void t.test('what another operator changed meanwhile is told, and nothing is done twice', async (t) => {
  const { folder, facility } = await openFakeBox(t);
  await facility.addStaff({ id: 'ravi', name: { hi: 'रवि', en: 'Ravi' }, roles: ['lab'] }, 'a-password');
  const { until, press } = openScreens(t, folder);
  await press('2');
  await until('Ravi');
  await press('d');
  await until('Disable?');
  await facility.disableStaff('ravi');
  let calls = 0;
  const disable = facility.disableStaff.bind(facility);
  facility.disableStaff = (id) => {
    calls += 1;
    return disable(id);
  };
  await press('\r');
  await until('somebody else changed ravi meanwhile');
  t.equal(calls, 0);
  await until('(disabled)');
});

void t.test('the sync screen says what failed and what to do; ? lists the keys, q goes back', async (t) => {
  const { folder, facility } = await openFakeBox(t);
  facility.sync = {
    kind: 'refused',
    waiting: 12,
    received: 0,
    oldestWaiting: '2026-11-19T04:10:00.000Z',
    lastError: { code: 'centre-refused', message: 'not this password', at: '2026-11-21T04:10:00.000Z' },
  };
  const { until, press } = openScreens(t, folder);
  await press('3');
  const frame = await until('not this password');
  t.match(frame, /Oldest waiting +19 Nov, 09:40/);
  t.match(frame, 'sync-refused.md');
  await press('?');
  await until(say('cli.syncScreen.keyCentre'));
  await press('q');
  await until('not this password');
  await press('q');
  await until(say('cli.labels.today'));
});

void t.test('a centre that does not answer is kept only when asked twice', async (t) => {
  const { folder } = await openFakeBox(t);
  await writeSettings(folder);
  const { until, press } = openScreens(t, folder);
  await until('All is well');
  await press('3');
  await until(say('cli.syncScreen.confirmed'));
  await press('c');
  await until(say('cli.syncScreen.changeTitle'));
  await press('http://127.0.0.1:9\r', '\r', 'a-secret\r');
  await until('No answer. Enter once more');
  await press('\r', '\r', '\r');
  await until('BR1042 sends to http://127.0.0.1:9');
});

void t.test('a server that goes away harms no screen', async (t) => {
  const { folder, stop } = await openFakeBox(t);
  const { until, press } = openScreens(t, folder);
  await until('All is well');
  await press('2');
  await until(say('cli.staff.none'));
  await stop();
  await press('r');
  await until('The server is not running');
  await press('3', '4');
  await until(say('cli.doctor.store.title'));
  await press('5');
  await until(say('cli.logs.none'));
});

void t.test('the log comes by itself, newest last, filtered by level', async (t) => {
  const { folder, stop } = await openFakeBox(t);
  await stop();
  const file = join(folder, 'logs', 'nadi-2026-11-21.log');
  await mkdir(join(folder, 'logs'));
  const line = (level: string, message: string): string =>
    `${JSON.stringify({ timestamp: '2026-11-21T04:10:00.000Z', level, message, id: 'K7M2PQ' })}\n`;
  await writeFile(file, line('info', 'request') + line('error', 'the disk is full'));
  const { until, press } = openScreens(t, folder);
  await press('5');
  t.match(await until('the disk is full'), /request +id=K7M2PQ/);
  await writeFile(file, line('warn', 'the line is slow') + '{"half', { flag: 'a' });
  await until('the line is slow');
  await press('e', 'e');
  const errors = await until('Errors only');
  t.notMatch(errors, 'slow');
  t.match(errors, 'the disk is full');
});

void t.test('a long job shows bar, speed and time left, and c cancels it with its clean-up', async (t) => {
  const { folder } = await openFakeBox(t);
  const ended: string[] = [];
  let clock = 0;
  const job = async function* (): Job<string> {
    try {
      for (let done = 0; done < 100; done += 1) {
        clock += 100;
        yield { step: 'test', done: done * 1_000_000, total: 100_000_000, unit: 'bytes' } satisfies Progress;
        await sleep(20);
      }
      return 'whole';
    } finally {
      ended.push('cleaned up');
    }
  };
  const Job = () => (
    <JobView
      title="Writing"
      start={job}
      now={() => clock}
      onDone={() => ended.push('done')}
      onFailed={(error) => ended.push(error === null ? 'cancelled' : 'failed')}
    />
  );
  const shown = openLocale({ missing: 'show' });
  const screen = render(
    <OperatorScreens
      screens={[{ key: '1', title: 'cli.frame.health', component: Job }]}
      readStatus={() => readStatus(folder)}
      folder={folder}
      language="en"
      locale={shown}
    />,
  );
  t.teardown(() => screen.unmount());
  while (!/About|about \d+ s left/.test(screen.lastFrame() ?? '')) await sleep(5);
  t.match(screen.lastFrame(), /█+░+ +\d+%[^]*MB[^]*MB\/s/);
  screen.stdin.write('q');
  await sleep(30);
  t.same(ended, [], 'nobody leaves a job unseen');
  screen.stdin.write('c');
  while (ended.length < 2) await sleep(5);
  t.same(ended, ['cleaned up', 'cancelled']);
});

void t.test('a screen is listed only where it is there to be used', async (t) => {
  const { folder } = await openFakeBox(t);
  const Extra = () => null;
  const entry: ScreenEntry = {
    key: '9',
    title: 'cli.frame.logs',
    component: Extra,
    available: (status) => (status?.records ?? 0) > 1_000_000,
  };
  const { until } = openScreens(t, folder, [...SCREENS.slice(0, 4), entry]);
  t.notMatch(await until('All is well'), '9 Logs');
});

for (const language of ['hi', 'en'] as const) {
  void t.test(
    `every screen is straight in a real terminal (${language})`,
    { skip: !hasTmux() && 'no tmux' },
    async (t) => {
      const { folder, facility } = await openFakeBox(t);
      const say = locale.in(language);
      await fill(facility);
      const main = join(repositoryRoot(), 'dist', 'cli', 'main.js');
      const screen = await TmuxScreen.open([
        process.execPath,
        main,
        '--data',
        folder,
        '--language',
        language,
      ]);
      t.teardown(() => screen.close());
      const look = async (text: string): Promise<string[]> => {
        const lines = await screen.until(text);
        t.comment(`\n${lines.join('\n')}`);
        t.ok(
          lines.every((line) => displayWidth(line) <= 80),
          `nothing beyond the 80th column: ${text}`,
        );
        t.ok(
          lines.slice(23).every((line) => line === ''),
          `nothing below the 23rd line: ${text}`,
        );
        return lines;
      };
      await look(say('cli.health.good'));
      await screen.press('2');
      const staff = await look('sunita');
      const roles = ['sunita', 'ravi'].map((id) => {
        const line = staff.find((one) => one.includes(id)) ?? '';
        const role = say(id === 'sunita' ? 'roles.nurse' : 'roles.lab');
        return displayWidth(line.slice(0, line.indexOf(role)));
      });
      t.equal(new Set(roles).size, 1, 'the table stands in columns');
      await screen.press('a');
      await look(say('cli.staffScreen.addTitle'));
      await screen.press('Escape');
      await look('ravi');
      await screen.press('3');
      const sync = await look(say('cli.syncScreen.confirmed'));
      const facts = ['waiting', 'oldest', 'confirmed', 'nextTry', 'received'].map((name) => {
        const label = say(`cli.syncScreen.${name}`);
        const line = sync.find((one) => one.startsWith(` ${label}  `)) ?? '';
        const gap = /^\s*/.exec(line.slice(label.length + 1))?.[0] ?? '';
        return displayWidth(line.slice(0, label.length + 1) + gap);
      });
      t.equal(new Set(facts).size, 1, 'the facts stand in one column');
      Object.assign(facility, worstDay());
      const hours = await look('09    12    15');
      const above = hours.findIndex((line) => line.includes('09    12    15'));
      const [clock = '', blocks = '', legend = ''] = hours.slice(above);
      const start = displayWidth(blocks.slice(0, blocks.indexOf('·')));
      t.equal(blocks.trim(), '·'.repeat(20) + '█'.repeat(9) + '▄▄▄' + 'x'.repeat(16));
      t.equal(
        displayWidth(clock.slice(0, clock.indexOf('09'))) - start,
        20 - 2,
        'an hour stands above its block',
      );
      for (const kind of ['up', 'slow', 'down', 'untried'])
        t.ok(legend.includes(say(`cli.syncScreen.lineKinds.${kind}`)), kind);
      t.ok(
        hours.some((line) => line.includes('sync-waits.md')),
        'what to do is not cut off',
      );
      await screen.press('b');
      await look(say('cli.syncScreen.limitsTitle'));
      await screen.press('Escape');
      await look(say('cli.syncScreen.confirmed'));
      await screen.press('4');
      await look(say('cli.doctor.templates.good'));
      // There are more checks than lines: up from the first one leads to the last.
      await screen.press('Up');
      const doctor = await look(`▸ ● ${say('cli.doctor.leftovers.title')}`);
      t.ok(doctor.some((line) => line.includes(say('cli.doctor.printer.title'))));
      await screen.press('5');
      await look(say('cli.logs.level-info'));
      await screen.press('?');
      await look(say('cli.frame.keys'));
      await screen.press('l');
      await screen.press('l');
      await look(locale.translate(other(language), 'cli.logs.level-info'));
    },
  );
}

/** What a set-up writes of a box that has no centre. */
async function writeSettings(folder: string): Promise<void> {
  await writeFile(
    join(folder, 'nadi.json'),
    JSON.stringify({ format: 1, box: 'BR1042', language: 'hi', host: '127.0.0.1', port: 0 }),
  );
  await writeFile(join(folder, 'secrets.json'), JSON.stringify({ cookieKey: 'k'.repeat(64) }));
}

/** A busy box whose line has died: every row of the sync screen has something to say. */
function worstDay(): Pick<FakeAdminFacility, 'sync' | 'report'> {
  const kinds = ['untried', 'up', 'slow', 'down'] as const;
  const line = Array.from({ length: 48 }, (_, i) => ({
    from: new Date(Date.parse('2026-11-20T18:30:00.000Z') + i * SLOT_MS).toISOString(),
    kind: kinds[i < 20 ? 0 : i < 29 ? 1 : i < 32 ? 2 : 3],
  }));
  return {
    sync: {
      kind: 'offline',
      waiting: 1_234,
      urgentWaiting: 2,
      oldestWaiting: '2026-11-21T10:10:00.000Z',
      lastConfirmed: '2026-11-21T10:05:00.000Z',
      nextTry: '2026-11-21T18:31:00.000Z',
      received: 3,
      lastError: {
        code: 'centre-unreachable',
        message: 'The centre did not answer within 4 s',
        at: '2026-11-21T18:20:00.000Z',
      },
    },
    report: {
      bytesLeft: 61_000,
      speed: 3_100,
      urgent: { waiting: 2, lastAt: '2026-11-21T09:00:00.000Z' },
      papers: { count: 14, bytes: 2_800_000 },
      spentToday: 412_000,
      limits: { bytesPerDay: 2_000_000, quiet: { from: '09:00', to: '13:00' }, urgentOnly: true },
      line,
    },
  };
}

void t.test('the operator sets what the line may carry, and is told which answer is wrong', async (t) => {
  const { folder } = await openFakeBox(t);
  await writeSettings(folder);
  const { until, press } = openScreens(t, folder);
  await press('3');
  await until(say('cli.syncScreen.confirmed'));
  await press('b');
  await until(say('cli.syncScreen.limitsTitle'));
  await press('\u007f', '\u007f', '\u007f', '\u007f', 'lots\r', '\r', '\r');
  await until('This cannot be read');
  await press('\u007f', '\u007f', '\u007f', '\u007f', '2MB\r');
  await press('\u007f', '\u007f', '\u007f', '\u007f', '22:00-05:00\r', RIGHT, '\r');
  await until(say('cli.syncScreen.limitsKept'));
  const kept = JSON.parse(await readFile(join(folder, 'nadi.json'), 'utf8')) as { sync: unknown };
  t.strictSame(kept.sync, {
    bytesPerDay: 2_000_000,
    quiet: { from: '22:00', to: '05:00' },
    urgentOnly: true,
  });
});

async function fill(facility: FakeAdminFacility): Promise<void> {
  const staff = [
    ['sunita', 'सुनीता देवी', 'Sunita Devi', 'nurse'],
    ['ravi', 'रवि कुमार श्रीवास्तव', 'Ravi Kumar Srivastava', 'lab'],
  ] as const;
  for (const [id, hi, en, role] of staff) {
    await facility.addStaff({ id, name: { hi, en }, roles: [role] }, 'a-password');
  }
}

function other(language: Language): Language {
  return language === 'hi' ? 'en' : 'hi';
}
