import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { boxStatusId } from '../central/monitor/box-status.js';
import type { StoredSummary } from '../central/summaries/stored-summary.js';
import { areaRole } from '../central/web/viewer.js';
import { ERROR_TABLE } from '../records/error-table.js';
import { typeNadi } from '../cli/type-nadi.js';
import { addDays, dayOf } from '../records/day.js';
import { openDistrictWeb, type DistrictWeb } from './district-web.js';
import type { HttpUser } from './http-user.js';
import { readCsv } from './read-csv.js';
import { sampleDistrict } from './sample-district.js';

t.setTimeout(180_000);

const skip = spawnSync('pdftotext', ['-v']).error ? 'pdftotext (poppler-utils) is not installed' : false;
const LAST = '20261126';
const NOW = Date.parse('2026-11-27T05:00:00Z');
const district = sampleDistrict({ facilities: 24, days: 60, last: LAST });
const PACK = '/pack/10/203?week=2026-W47';
/** Monday to Sunday of it */
const WEEK = { from: '20261116', to: '20261122' };
const PERIOD = 'period=2026-11-16..2026-11-22';

async function atTheDistrict(t: Test, language = 'en'): Promise<{ web: DistrictWeb; user: HttpUser }> {
  const web = await openDistrictWeb(t, [district], () => NOW);
  const user = await web.loggedIn(areaRole({ state: '10', district: '203' }));
  await user.post('/language', { 'switch-language': language, back: '/' });
  return { web, user };
}

async function packText(user: HttpUser, path: string): Promise<{ text: string; pages: number }> {
  const { status, bytes } = await user.get(path);
  if (status !== 200) throw new Error(`${path} answered ${status}`);
  const text = execFileSync('pdftotext', ['-layout', '-', '-'], { input: bytes, encoding: 'utf8' });
  return { text: text.replace(/[ \u00a0]+/g, ' '), pages: text.split('\f').length - 1 };
}

/** The line that begins so, and what follows it up to the next heading of the ranking. */
function lineOf(text: string, start: string): string {
  return text.split('\n').find((line) => line.trim().startsWith(start)) ?? `no line of ${start}`;
}

function sum(figure: string, { from, to }: typeof WEEK, which = (_: StoredSummary) => true): number {
  return district.summaries
    .filter((one) => one.day >= from && one.day <= to && which(one))
    .reduce((all, { figures }) => all + (figures[figure] ?? 0), 0);
}

const grouped = (value: number): string => new Intl.NumberFormat('en-IN').format(value);

t.test(
  'a week’s pack says what was counted, in the week and in each of the four before',
  { skip },
  async (t) => {
    const { user } = await atTheDistrict(t);
    const { text, pages } = await packText(user, PACK);
    t.ok(pages >= 3 && pages <= 6, `${pages} pages`);
    t.match(text, 'Week 47, 2026: 16 Nov 2026 – 22 Nov 2026');
    const weeks = [
      { from: '20261019', to: '20261025' },
      { from: '20261026', to: '20261101' },
      { from: '20261102', to: '20261108' },
      { from: '20261109', to: '20261115' },
      WEEK,
    ];
    const patients = weeks.map((week) => grouped(sum('opd', week))).join(' ');
    t.match(lineOf(text, 'Patients (OPD)'), patients);
    t.match(lineOf(text, 'women'), weeks.map((week) => grouped(sum('opd-female', week))).join(' '));
    const stands = weeks.map(({ to }) => grouped(sum('stock-out', { from: to, to })));
    t.match(lineOf(text, 'out '), stands.join(' '), 'what stands is told of the last day, not added up');
    const came = district.summaries.filter(({ day }) => day >= WEEK.from && day <= WEEK.to).length;
    t.match(lineOf(text, 'Daily reports that came'), `${came} of ${23 * 7} that were expected`);
    const cases = grouped(sum('5:cases', WEEK));
    t.match(text, new RegExp(`^ ?Malaria.* ${cases} `, 'm'));
  },
);

t.test('its indicators and ranks are those of the page and of the CSV', { skip }, async (t) => {
  const { user } = await atTheDistrict(t);
  const { text } = await packText(user, PACK);
  const lines = readCsv((await user.get(`/csv/indicators/10/203?${PERIOD}`)).body);
  const seen = lines.filter((line) => line['Code of indicator'] === 'seen');
  const [all, ...blocks] = seen;
  const counts = (line: Record<string, string> = {}): string =>
    `${grouped(Number(line['Numerator']))} of ${grouped(Number(line['Denominator']))}`;
  t.match(lineOf(text, 'Visits seen by a doctor, %'), counts(all));
  t.equal(counts(all), `${grouped(sum('seen', WEEK))} of ${grouped(sum('opd', WEEK))}`);
  blocks.sort((a, b) => Number(b['Value']) - Number(a['Value']));
  const ranking = text.slice(text.lastIndexOf('Visits seen by a doctor, %'));
  const html = (await user.get(`/indicators/10/203?${PERIOD}&kpi=seen`)).body;
  const rows = [...html.matchAll(/<th scope="row">[^]*?<\/tr>/g)].map(([row]) =>
    row.replace(/<[^>]+>/g, ' '),
  );
  for (const [index, block] of blocks.entries()) {
    const line = lineOf(ranking, `${index + 1}. ${block['Place']}`);
    t.match(line, counts(block));
    const quality = Math.round(Number(block['Quality of records']));
    t.match(
      line,
      new RegExp(`of [\\d,]+ ${quality} (reliable|with care|not reliable)`),
      'beside its quality',
    );
    const row = rows.find((one) => one.includes(block['Place'] ?? '-'))?.replace(/\s+/g, ' ');
    t.match(row, `${block['Place']} ${index + 1} `, 'the page ranks alike');
  }
});

t.test('a value counted among few has no rank, in the pack and on the page', { skip }, async (t) => {
  const { user } = await atTheDistrict(t);
  const { text } = await packText(user, `${PACK}&by=facility`);
  const ofFacility = (code: string): number => sum('anc', WEEK, ({ facility }) => facility === code);
  const counts = district.facilities.map(({ code }) => ({ code, anc: ofFacility(code) }));
  const few = counts.filter(({ anc }) => anc > 0 && anc < 20);
  t.ok(few.length > 0, 'the sample has some');
  const ranking = text.slice(text.lastIndexOf('Pregnant women tested for Hb'));
  const leftOut = lineOf(ranking, 'Left out');
  t.match(leftOut, `Left out: ${few.length}, with fewer than 20 to count among`);
  const html = (await user.get(`/indicators/10/203?${PERIOD}&kpi=anc-hb&by=facility`)).body;
  t.equal(html.match(/few: no rank/g)?.length, few.length, 'there they stand, marked');
});

t.test('a pack names who is silent and whose box needs help, and never a patient', { skip }, async (t) => {
  const { web, user } = await atTheDistrict(t);
  const lastContact = '2026-11-22T05:00:00.000Z';
  const docs = ['BR1004', 'UP2001'].map((box) => ({
    ...{ _id: boxStatusId(box), type: 'box', v: 1, box, lastContact },
  }));
  await web.couch.nano.use('boxes').bulk({ docs });
  const { text } = await packText(user, PACK);
  const silent = text.slice(text.indexOf('Had not reported'), text.indexOf('Boxes that need help'));
  for (const { code } of district.facilities) {
    const last = district.summaries.filter((one) => one.facility === code).map(({ day }) => day);
    t.equal(
      silent.includes(`(${code})`),
      !last.some((day) => day >= WEEK.to),
      `${code} reported or is named`,
    );
  }
  const boxes = text.slice(text.indexOf('Boxes that need help'), text.indexOf('Out of stock'));
  t.match(boxes, /\(BR1004\) silent/);
  t.notMatch(boxes, 'UP2001', 'the box of another place is not theirs');
  t.match(text, 'No patient is named in this pack.');
});

t.test(
  'another’s district has no pack for you; a week that has no day over yet is refused in words',
  async (t) => {
    const { web, user } = await atTheDistrict(t);
    t.equal((await user.get('/pack/10/204')).status, 404);
    t.equal((await user.get('/pack/10')).status, 404, 'nor has the whole state');
    const neighbour = await web.loggedIn(areaRole({ state: '10', district: '204' }));
    t.equal((await neighbour.get(PACK)).status, 404);
    t.equal((await web.stranger().get(PACK)).status, 302, 'who is not logged in is led to the log-in');
    const wrong = {
      '2026-W60': 'Write the time like 2026-W47',
      next: '2026-W47',
      '2026-W49': 'has not come yet',
    };
    for (const [week, words] of Object.entries(wrong)) {
      const { status, body } = await user.get(`/pack/10/203?week=${week}`);
      t.equal(status, 400, week);
      t.match(body, words);
    }
  },
);

t.test('a week that is not over is compared with the same days of the weeks before', { skip }, async (t) => {
  const { user } = await atTheDistrict(t);
  const { text } = await packText(user, '/pack/10/203?week=2026-W48');
  t.match(text, 'Week 48, 2026: 23 Nov 2026 – 26 Nov 2026');
  t.match(text, 'Compared with the same days of the weeks before');
  const [before, now] = [
    sum('opd', { from: '20261116', to: '20261119' }),
    sum('opd', { from: '20261123', to: '20261126' }),
  ];
  t.match(lineOf(text, 'Patients (OPD)'), `${grouped(before)} ${grouped(now)}`);
});

t.test('the pages lead to the pack of the week that they show, or of the last whole one', async (t) => {
  const { user } = await atTheDistrict(t);
  const linkOn = async (path: string): Promise<string | undefined> =>
    /href="(\/pack\/[^"]+)"/.exec((await user.get(path)).body)?.[1];
  t.equal(await linkOn('/today/10/203'), '/pack/10/203?week=2026-W47');
  t.equal(await linkOn('/today/10/203?day=2026-11-11'), '/pack/10/203?week=2026-W46');
  t.equal(await linkOn('/indicators/10/203?period=2026-W46'), '/pack/10/203?week=2026-W46');
  t.equal(await linkOn('/today/10/203?by=facility'), '/pack/10/203?week=2026-W47&amp;by=facility');
});

t.test('the command writes the pack of the pages, in Hindi too', { skip }, async (t) => {
  const last = addDays(dayOf(Date.now()), -1);
  const web = await openDistrictWeb(t, [sampleDistrict({ facilities: 8, days: 40, last })], Date.now);
  const user = await web.loggedIn(areaRole({ state: '10', district: '203' }));
  await user.post('/language', { 'switch-language': 'hi', back: '/' });
  const folder = t.testdir({ password: web.login.password });
  const pdf = join(folder, 'pack.pdf');
  const pack = (area: string, out: string) =>
    typeNadi(
      ...['central', 'pack', area, '--language', 'hi', '--out', out, '--json', '--url', web.couch.url],
      ...['--user', web.login.name, '--password-file', join(folder, 'password')],
    );
  t.match(await pack('10/203', pdf), { exit: 0, out: /"pages":[3-6],"area":"10\/203","week":"20/ });
  const own = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' });
  const { text } = await packText(user, '/pack/10/203');
  const bare = (page: string): string => page.replace(/[\s\u00a0]+/g, '').replace(/छापा:.*?IST/g, '');
  t.equal(bare(own), bare(text));
  t.match(bare(own), 'रिकॉर्डकीगुणवत्ता');
  t.match(await pack('10/204', pdf), { exit: ERROR_TABLE['not-found'].exit, err: /10\/204/ });
  t.match(await pack('Patna', pdf), { exit: ERROR_TABLE['bad-input'].exit, err: /area/ });
  t.match(await pack('10/203', join(folder, 'pack.doc')), {
    exit: ERROR_TABLE['bad-input'].exit,
    err: /out/,
  });
});
