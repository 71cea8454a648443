import t, { type Test } from 'tap';
import { openBoxesCentre } from '../../../tests/boxes-centre.js';
import { HttpUser } from '../../../tests/http-user.js';
import { tellSampleBoxes } from '../../../tests/sample-boxes.js';
import { openLocale } from '../../../templates/locale.js';
import type { Area } from '../../area.js';
import type { HistoryDay } from '../../monitor/box-history.js';
import { boxRow } from '../../monitor/box-row.js';
import { Watcher } from '../../monitor/watcher.js';
import { RouterCouch } from '../../router/router-couch.js';
import { startWeb } from '../start-web.js';
import { areaRole, CENTRAL_ROLE, SUPPORT_ROLE } from '../viewer.js';
import { boxMap } from './box-map.js';
import { boxPages } from './box-pages.js';
import { firstBusyHour } from './history-view.js';

t.setTimeout(60_000);

const TOKEN = 'a-token-of-prometheus';

async function setScene(t: Test, count: number) {
  const centre = await openBoxesCentre(t, count);
  await tellSampleBoxes(centre, Date.now());
  const watcher = new Watcher({ couch: new RouterCouch(centre.url), now: Date.now, log: () => undefined });
  await watcher.look();
  const clock = { ms: Date.now() };
  const web = await startWeb({
    login: centre.url,
    sessionKey: 'k'.repeat(48),
    pages: [boxPages],
    now: () => clock.ms,
    metricsToken: TOKEN,
  });
  t.teardown(() => web.stop());
  const loggedIn = async (...roles: string[]): Promise<{ user: HttpUser; name: string }> => {
    const { name, password } = await centre.couch.user(roles);
    const user = new HttpUser(web.url);
    t.teardown(() => user.close());
    await user.logIn(name, password);
    await user.post('/language', { 'switch-language': 'en', back: '/boxes' });
    return { user, name };
  };
  return { ...centre, watcher, clock, loggedIn, origin: web.url };
}

const AREA: Area = { state: '10', district: '203' };

/** Names of boxes in the order in which a page lists them. */
function listed(body: string): string[] {
  return [...body.matchAll(/<a href="\/boxes\/(ZZ\d+)">/g)].map(([, box = '']) => box);
}

t.test(
  'the table lists the worst first, sorts by its links, and shows one state or what is searched for',
  async (t) => {
    const { boxes, loggedIn } = await setScene(t, 24);
    const { user } = await loggedIn(SUPPORT_ROLE);
    const [silent = '', full = '', late = ''] = boxes;
    const all = (await user.get('/boxes')).body;
    t.equal(listed(all).length, 24);
    t.ok([boxes[6], boxes[16]].includes(listed(all)[0]), 'a store in trouble stands on top');
    t.match(all, /All boxes.*Alerts \(17 not seen yet\)/s);
    for (const path of ['/boxes', '/boxes/alerts', '/boxes/map'])
      t.match((await user.get(path)).body, /As of \d+ \w+, \d\d:\d\d</, `${path} says of when it is`);
    t.same(
      listed((await user.get('/boxes?show=silent')).body).sort(),
      [silent, boxes[8]!, boxes[10]!].sort(),
    );
    t.equal(listed((await user.get('/boxes?sort=-waiting')).body)[0], silent);
    t.equal(listed((await user.get('/boxes?sort=disk')).body)[2], full);
    t.same(listed((await user.get(`/boxes?q=${late.toLowerCase()}`)).body), [late]);
    const counts = new Map(
      [...all.matchAll(/href="(?:\/boxes)?\?(?:show=(\w+))?"[^>]*>[^<]* <b>(\d+)<\/b>/g)].map(
        ([, state = 'all', count]) => [state, Number(count)] as const,
      ),
    );
    const states = [...counts].filter(([state]) => state !== 'all' && state !== 'help');
    t.equal(states.length, 6);
    t.equal(
      states.reduce((sum, [, count]) => sum + count, 0),
      counts.get('all'),
      'each box is in one state',
    );
    t.match((await user.get('/boxes?show=late&q=nowhere')).body, 'No box matches “nowhere”');
    t.match(
      (await user.get('/boxes?q=nowhere')).body,
      /href="\?"[^>]*>[^<]* <b>24<\/b>/,
      'and a search without a hit leaves the numbers of all boxes',
    );
    t.equal((await user.get('/boxes?show=often')).status, 400);
    t.equal((await user.get('/boxes?sort=nothing')).status, 400);
    t.equal((await user.get('/boxes?page=-1')).status, 200);
  },
);

t.test(
  'somebody acknowledges an alert with a note, and what is wrong with the note loses nothing',
  async (t) => {
    const { boxes, loggedIn, read, tell, watcher, clock } = await setScene(t, 3);
    const [silent = ''] = boxes;
    const { user, name } = await loggedIn(SUPPORT_ROLE);
    const page = `/boxes/${silent}/alerts/silent`;
    for (const path of [`/boxes/${silent}?days=30`, page]) {
      t.match(await user.get(path.replace(silent, silent.toLowerCase())), { status: 302, location: path });
    }
    t.match((await user.get('/boxes/alerts')).body, `href="${page}"`);
    for (const [path, heading] of [
      ['/boxes/alerts', 'h2'],
      [page, 'h2'],
      [`/boxes/${silent}`, 'h3'],
    ] as const)
      t.match((await user.get(path)).body, `<${heading}>Not heard</${heading}>`, `${path} skips no heading`);
    t.match((await user.get(page)).body, 'What is done about it');
    const long = await user.post(page, { note: `too long ${'x'.repeat(300)}` });
    t.equal(long.status, 400);
    t.match(long.body, 'Too long. Write at most 300 characters.');
    t.match(long.body, 'too long xxx', 'what was typed is kept');
    t.match(await user.post(page, { note: '<b>power cut</b>' }), {
      status: 302,
      location: `/boxes/${silent}?said=silent`,
    });
    const box = (await user.get(`/boxes/${silent}?said=silent`)).body;
    t.match(box, `Noted: ${silent}, Not heard.`);
    t.match(box, '&lt;b&gt;power cut&lt;/b&gt;');
    t.match((await read())[`alert:${silent}:silent`], {
      acknowledged: { by: name, note: '<b>power cut</b>' },
    });
    t.notMatch((await user.get('/boxes/alerts')).body, page);
    t.match((await user.get('/boxes/alerts?show=all')).body, page);
    t.equal((await user.post(page, { crumb: 'x'.repeat(43), note: 'x' })).status, 403);
    await tell(silent, { lastContact: new Date().toISOString() });
    await watcher.look();
    clock.ms += 5_000;
    t.match(await user.post(page, { note: 'late' }), { status: 302, location: `/boxes/${silent}?said=over` });
  },
);

t.test('a district sees its own boxes and no other; a box of no place is the central team’s', async (t) => {
  const { boxes, loggedIn, list, tell, put, clock } = await setScene(t, 3);
  const [own = '', other = '', unlisted = 'ZZ99'] = [boxes[0], boxes[1], 'ZZ99'];
  await list(other, { district: '204', block: '9' });
  await tell(unlisted, { lastContact: new Date().toISOString() });
  const { user: district } = await loggedIn(areaRole(AREA));
  const { user: block } = await loggedIn(areaRole({ ...AREA, block: '1' }));
  const { user: team } = await loggedIn(CENTRAL_ROLE);
  t.same(listed((await district.get('/boxes')).body).sort(), [own, boxes[2]!].sort());
  t.match((await block.get('/boxes')).body, 'No box lies in your area.');
  const [, , ended = ''] = boxes;
  await put(`enrolment:${ended}`, {
    ...{ type: 'enrolment', v: 1, box: ended, at: '2026-11-20T04:30:00.000Z' },
    revoked: { at: '2026-11-28T19:03:00.000Z', reason: 'stolen' },
  });
  clock.ms += 5_000;
  for (const user of [district, team]) {
    t.match(
      (await user.get(`/boxes/${ended}`)).body,
      'access was ended on 2026-11-29 by the central team: stolen',
    );
    t.notOk(listed((await user.get('/boxes')).body).includes(ended), 'it is watched no more');
  }
  const acknowledging = [`/boxes/${own}`, `/boxes/${own}/alerts/silent`];
  for (const path of acknowledging) {
    t.equal((await district.get(path)).status, 200, path);
    t.equal((await block.get(path)).status, 404, path);
  }
  for (const path of [
    `/boxes/${other}`,
    `/boxes/${other}/alerts/disk`,
    `/boxes/${unlisted}`,
    '/boxes/ZZ1',
    '/boxes/%2e',
  ]) {
    t.equal((await district.get(path)).status, 404, path);
  }
  t.equal((await district.post(`/boxes/${other}/alerts/disk`, { note: 'x' })).status, 404);
  t.notMatch((await district.get('/boxes/alerts?show=all')).body, other);
  for (const path of [`/boxes/${other}`, `/boxes/${unlisted}`])
    t.equal((await team.get(path)).status, 200, path);
  t.equal((await team.get('/boxes/ZZ1')).status, 404, 'one that is not there');
});

t.test('a box’s page shows its days hour by hour, with a table beside each picture', async (t) => {
  const { boxes, loggedIn } = await setScene(t, 2);
  const { user } = await loggedIn(SUPPORT_ROLE);
  const week = (await user.get(`/boxes/${boxes[0]}`)).body;
  const hours = [...week.matchAll(/box-hour-(heard|battery|silent)"[^>]*><title>/g)];
  t.ok(hours.length > 6 * 24 && hours.length <= 7 * 24, 'hours to come are left out');
  t.match(week, /Records waiting at the box.*Disk free.*Battery.*See as a table/s);
  const month = (await user.get(`/boxes/${boxes[0]}?days=30`)).body;
  t.equal(
    [...month.matchAll(/<rect class="chart-bar/g)].length,
    5 * 11,
    'a bar a day of which something was told',
  );
  t.notMatch(
    (await user.get(`/boxes/${boxes[1]}`)).body,
    'chart-bar',
    'of what was never told there is no picture',
  );
});

t.test('a box’s days begin with its first busy hour, whatever it once did at night', (t) => {
  const day = (...heard: number[]): HistoryDay => ({
    day: '20261121',
    hours: Array.from({ length: 24 }, (_, hour) => (heard.includes(hour) ? { at: '' } : null)),
  });
  t.equal(firstBusyHour([day(9, 10, 11), day(0, 9, 10), day(10, 11), day()]), 9);
  t.equal(firstBusyHour([day(0, 1), day(0, 1)]), 0);
  t.equal(firstBusyHour([day(), day()]), 0);
  t.end();
});

t.test(
  'the map has a mark for each box whose place is known, and leaves the well ones out where there are too many',
  async (t) => {
    const { boxes, loggedIn } = await setScene(t, 8);
    const { user } = await loggedIn(SUPPORT_ROLE);
    const marks = (body: string): string[] =>
      [...body.matchAll(/<a href="\/boxes\/(ZZ\d+)" aria-label/g)].map(([, box = '']) => box);
    const all = (await user.get('/boxes/map')).body;
    t.same(marks(all).sort(), [...boxes].sort());
    const [one = ''] = boxes;
    const asked = await user.get(`/boxes/map?q=${one.toLowerCase()}&show=silent`);
    t.same(marks(asked.body), [one], 'it shows what the table does');
    t.match(
      asked.body,
      `href="/boxes?q=${one.toLowerCase()}&amp;show=silent"`,
      'and leads to the same there',
    );
    t.match((await user.get('/boxes/map?q=nowhere')).body, 'No box matches “nowhere”');
    const status = { lastContact: new Date().toISOString() };
    const facts = { facility: null, alerts: [], status };
    const rows = Array.from({ length: 500 }, (_, index) => ({
      ...boxRow({ ...facts, box: `BR${1_000 + index}` }, Date.now()),
      ...(index < 3 ? { level: 'silent' as const } : {}),
      position: { lat: 25 + index / 500, lon: 85 },
    }));
    const map = boxMap(rows, { say: openLocale().in('en'), language: 'en', now: Date.now() });
    t.match(map, { leftOut: 497, marks: [{ is: 'silent' }, {}, {}], without: 0 });
  },
);

t.test('/metrics is for who has the token: no log-in opens it, and it names no facility', async (t) => {
  const { origin, loggedIn, boxes } = await setScene(t, 20);
  const ask = (token?: string): Promise<Response> =>
    fetch(`${origin}/metrics`, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } });
  const told = await ask(TOKEN);
  t.match(told.headers.get('content-type'), 'text/plain; version=0.0.4');
  const text = await told.text();
  t.match(text, 'nadi_boxes{state="10",district="203",level="broken"} 4');
  t.match(text, `nadi_box_alert{state="10",district="203",box="${boxes[0]}",kind="silent"} 1`);
  t.notMatch(text, 'Phulwari');
  for (const token of [undefined, 'wrong', `${TOKEN}x`]) t.equal((await ask(token)).status, 404);
  const { user } = await loggedIn(CENTRAL_ROLE);
  t.equal((await user.get('/metrics')).status, 404);
});

t.test('a box that has told nothing of itself is not called well', async (t) => {
  const { boxes, tell, clock, loggedIn } = await setScene(t, 26);
  const [never = '', heard = ''] = boxes.slice(24);
  await tell(never, {});
  await tell(heard, { lastContact: new Date().toISOString(), contactBy: 'gateway', confirmedN: 3 });
  const { user } = await loggedIn(SUPPORT_ROLE);
  const pageOf = async (box: string): Promise<string> => (await user.get(`/boxes/${box}`)).body;
  t.match(await pageOf(never), /box-state">not heard yet</);
  t.match(await pageOf(heard), /box-state">nothing told yet</);
  t.match(await pageOf(heard), 'has not told yet how it is');
  t.notMatch(await pageOf(heard), /all-well|<dd>well</);
  clock.ms += 20_000;
  await tell(heard, { lastContact: new Date().toISOString(), healthAt: new Date().toISOString() });
  t.match(await pageOf(heard), /box-state">well<[^]*all-well/);
});
