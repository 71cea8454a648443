import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { render } from 'ink-testing-library';
import t, { type Test } from 'tap';
import type { SyncNowAnswer } from '../../node-server/admin/admin-api.js';
import { FakeAdminFacility } from '../../node-server/admin/fake-admin-facility.js';
import { FacilityError } from '../../records/facility-error.js';
import { openLocale, type Language } from '../../templates/locale.js';
import { repositoryRoot } from '../../templates/folder.js';
import { displayWidth } from '../components/display-width.js';
import { TmuxScreen, hasTmux } from '../components/tmux-screen.js';
import { openFakeBox } from '../fake-box.js';
import { HealthScreen } from './health-screen.js';
import { OperatorScreens } from './operator-screens.js';

const locale = openLocale();

function openScreen(t: Test, facility: FakeAdminFacility, language: Language = 'en', refreshMs = 20) {
  let looks = 0;
  const syncNow = async (): Promise<SyncNowAnswer> => ({ done: true, sync: await facility.syncNow() });
  const Health = () => <HealthScreen syncNow={syncNow} />;
  const screen = render(
    <OperatorScreens
      screens={[{ key: '1', title: 'cli.frame.health', component: Health }]}
      readStatus={() => {
        looks += 1;
        return facility.status();
      }}
      language={language}
      locale={locale}
      folder="/var/lib/nadi"
      refreshMs={refreshMs}
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
  return { screen, until, press: (key: string) => screen.stdin.write(key), looks: () => looks };
}

void t.test('one look says health, patients per station, sync, disk, clock and addresses', async (t) => {
  const { until } = openScreen(t, new FakeAdminFacility());
  const frame = await until('All is well');
  for (const said of [
    'PHC Rampur · BR1042',
    /Doctor +5 +1 +1\n/,
    '42 came, 30 finished',
    'Everything is at the district server, 21 Nov, 09:40',
    '41.2 GB free of 64.0 GB',
    '21 Nov, 09:42, right',
    'http://192.168.1.10:8080',
    'Last errors: none',
  ]) {
    t.match(frame, said);
  }
});

void t.test('what is wrong stands on top in words, and the screen keeps its height', async (t) => {
  const facility = new FakeAdminFacility();
  const { statusNow } = facility;
  statusNow.disk.freeBytes = 1e7;
  statusNow.clock = { ...statusNow.clock, uncertain: true, behindMs: 3_600_000 };
  statusNow.errors = Array.from({ length: 9 }, () => ({
    at: statusNow.clock.now,
    code: 'centre-refused',
    message: 'm'.repeat(200),
  }));
  facility.sync = {
    kind: 'refused',
    waiting: 1234,
    received: 0,
    oldestWaiting: '2026-11-19T04:10:00.000Z',
    lastError: { code: 'centre-refused', message: '401', at: statusNow.clock.now },
  };
  for (const language of ['hi', 'en'] as const) {
    const { until } = openScreen(t, facility, language);
    const frame = await until(locale.translate(language, 'cli.health.bad'));
    t.match(
      frame,
      `${locale.translate(language, 'cli.health.bad')} · ${locale.translate(language, 'cli.reasons.disk-full')}`,
    );
    t.match(frame, locale.translate(language, 'cli.reasons.sync-refused'));
    t.match(frame, /1,?234/);
    t.match(frame, 'centre-refused', 'the last errors still have room');
    t.equal(frame.split('\n').length, 23);
  }
});

void t.test('it looks again by itself and at r', async (t) => {
  const facility = new FakeAdminFacility();
  const own = openScreen(t, facility);
  await own.until('42 came');
  facility.statusNow.today.arrived = 43;
  await own.until('43 came');

  const slow = openScreen(t, facility, 'en', 3_600_000);
  await slow.until('43 came');
  facility.statusNow.today.arrived = 44;
  slow.press('r');
  await slow.until('44 came');
  t.equal(slow.looks(), 2);
});

void t.test('l switches the language and back, q quits and the looking ends', async (t) => {
  const { until, press, looks, screen } = openScreen(t, new FakeAdminFacility(), 'hi');
  await until('सब ठीक है');
  press('l');
  t.match(await until('All is well'), 'PHC Rampur');
  press('l');
  await until('सब ठीक है');
  press('q');
  await sleep(60);
  const last = looks();
  await sleep(100);
  t.equal(looks(), last);
  screen.unmount();
});

void t.test('s sends now and says how it went', async (t) => {
  const facility = new FakeAdminFacility();
  const { until, press } = openScreen(t, facility);
  await until('All is well');
  let finish = (): void => {};
  facility.round = () =>
    new Promise((resolve) => (finish = () => resolve({ kind: 'waiting', waiting: 5, received: 0 })));
  press('s');
  await until('Sending to the district server…');
  finish();
  await until('5 records to send');
  facility.round = () => Promise.reject(new FacilityError('centre-unreachable', 'getaddrinfo EAI_AGAIN'));
  press('s');
  await until('The district server cannot be reached: getaddrinfo EAI_AGAIN');
  press('r');
  await until(/^(?!.*EAI_AGAIN)/s);
});

void t.test('a server that goes away is said with what to do, and its return is seen', async (t) => {
  const facility = new FakeAdminFacility();
  const answer = facility.status.bind(facility);
  const { until } = openScreen(t, facility);
  await until('All is well');
  facility.status = () =>
    Promise.reject(
      new FacilityError('server-not-running', 'no server runs on /x', {
        hint: 'hints.startIt',
        params: { folder: '/x' },
      }),
    );
  const frame = await until('The server is not running');
  t.match(frame, '→ Start it: nadi start --data /x');
  t.match(frame, 'last seen at 21 Nov, 09:42');
  facility.status = answer;
  await until('All is well');
});

for (const language of ['hi', 'en'] as const) {
  void t.test(
    `in a real terminal of 80×24 the columns are straight (${language})`,
    { skip: !hasTmux() && 'no tmux' },
    async (t) => {
      const { folder, facility, stop } = await openFakeBox(t);
      const say = locale.in(language);
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
      const lines = await screen.until(say('cli.health.good'));
      t.comment(`\n${lines.join('\n')}`);

      const row = (start: string): string => lines.find((line) => line.trimStart().startsWith(start)) ?? '';
      const stations = facility.statusNow.today.stations.map(({ station }) =>
        row(say(`stations.${station}.name`)),
      );
      const ends = (line: string): number[] =>
        [...line.matchAll(/\d+(?= |$)/g)].map((m) => displayWidth(line.slice(0, m.index) + m[0]));
      t.equal(new Set(stations.map((line) => ends(line).join())).size, 1, 'numbers end in the same columns');
      t.equal(ends(stations[0] ?? '').length, 3);
      t.equal(
        displayWidth(row(say('cli.labels.today'))),
        displayWidth(stations[0] ?? ''),
        'as do their titles',
      );
      t.equal(
        displayWidth(lines.find((line) => line.includes('BR1042')) ?? ''),
        79,
        'the clock ends at the right edge',
      );
      t.ok(lines.every((line) => displayWidth(line) <= 80));
      t.match(lines[22], say('cli.screen.keyQuit'), 'the frame fits, the keys stand in its last line');

      await stop();
      await screen.until(say('errors.server-not-running.title'));
      await screen.press('l');
      await screen.until(
        openLocale().translate(language === 'hi' ? 'en' : 'hi', 'errors.server-not-running.title'),
      );
    },
  );
}
