import t, { type Test } from 'tap';
import { boxStatusId } from '../central/monitor/box-status.js';
import type { StoredSummary } from '../central/summaries/stored-summary.js';
import { areaRole, REGISTRY_ROLE } from '../central/web/viewer.js';
import { openDistrictWeb, type DistrictWeb } from './district-web.js';
import type { HttpUser } from './http-user.js';
import { readCsv } from './read-csv.js';
import { sampleDistrict } from './sample-district.js';

t.setTimeout(180_000);

const LAST = '20261126';
const NOW = Date.parse('2026-11-27T05:00:00Z');
const district = sampleDistrict({ facilities: 12, days: 30, last: LAST });
const PATNA = areaRole({ state: '10', district: '203' });

async function atTheDistrict(t: Test): Promise<{ web: DistrictWeb; user: HttpUser }> {
  const web = await openDistrictWeb(t, [district], () => NOW);
  const user = await web.loggedIn(PATNA);
  await user.post('/language', { 'switch-language': 'en', back: '/' });
  return { web, user };
}

function sum(figure: string, which: (summary: StoredSummary) => boolean): number {
  return district.summaries.filter(which).reduce((all, { figures }) => all + (figures[figure] ?? 0), 0);
}

/** Patients of some days, for as many reports of each kind of facility as a day has. */
function usualOpd(before: readonly string[], now: string): number {
  const kinds = [...new Set(district.summaries.map(({ kind }) => kind))];
  const of = kinds.map((kind) => {
    const [today, then] = [[now], before].map((days) =>
      district.summaries.filter((one) => one.kind === kind && days.includes(one.day)),
    );
    const opd = (then ?? []).reduce((all, { figures }) => all + (figures['opd'] ?? 0), 0);
    return then?.length ? (opd / then.length) * (today?.length ?? 0) : 0;
  });
  return Math.round(of.reduce((all, one) => all + one, 0));
}

/** The text of a page without its marks. */
function textOf(html: string): string {
  return html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
}

/** First cells of the rows of a page's first sorted table. */
function namesIn(html: string): string[] {
  const table = /<table class="table figures">[^]*?<\/table>/.exec(html)?.[0] ?? '';
  return [...table.matchAll(/<th scope="row">[^]*?<a [^>]*>([^<]*)</g)].map(([, name = '']) => name);
}

t.test('a district’s day on one page', async (t) => {
  const { user } = await atTheDistrict(t);
  t.equal((await user.get('/')).location, '/today');
  t.equal((await user.get('/today')).location, '/today/10/203', 'the log-in leads to one’s own place');
  for (const query of ['/today?day=2026-11-20', '/indicators?period=2026-10']) {
    const [page, asked] = query.split('?');
    t.equal((await user.get(query)).location, `${page}/10/203?${asked}`, 'with what was asked about');
  }
  const { body } = await user.get('/today/10/203');
  const text = textOf(body);
  const today = (one: StoredSummary): boolean => one.day === LAST;
  const reports = district.summaries.filter(today).length;
  t.match(text, `${reports} of 11 facilities have reported; ${11 - reports} ha`);
  t.match(text, '1 facility has no box in use yet', 'told apart from who has not reported');
  t.match(text, `Patients (OPD) ${sum('opd', today)} `);
  t.match(text, `came again: ${sum('opd', today) - sum('opd-new', today)}`);
  t.match(text, `Emergencies ${sum('emergency', today)} `);
  t.match(text, `Referred out ${sum('referred', today)} `);
  const usual = usualOpd(['20261119', '20261112', '20261105', '20261029'], LAST);
  t.match(text, `usual (${usual})`, 'for as many reports of each kind');

  for (const facility of district.facilities) {
    const last = district.summaries.filter((one) => one.facility === facility.code).map((one) => one.day);
    const silent = new RegExp(`${facility.code} · ${facility.blockName}[^]{0,60}(last report|never yet)`);
    t.equal(silent.test(textOf(body)), !last.includes(LAST), `${facility.code} has reported or is named`);
  }
  const sunday = textOf((await user.get('/today/10/203?day=2026-11-22')).body);
  t.match(sunday, /22 Nov 2026 Sunday/);
  t.match(sunday, `Patients (OPD) ${sum('opd', (one) => one.day === '20261122')} `);
});

t.test('a day without the hospital’s report is told beside days without it', async (t) => {
  const web = await openDistrictWeb(t, [district], () => NOW);
  const user = await web.loggedIn(PATNA);
  await user.post('/language', { 'switch-language': 'en', back: '/' });
  const [one] = district.summaries;
  if (!one) throw new Error('no summaries');
  const hospital = (day: string): StoredSummary => ({
    ...{ ...one, _id: `${day}:BR1900`, day, facility: 'BR1900', box: 'BR1900', kind: 'DH' },
    figures: { ...one.figures, opd: 9_000 },
  });
  await web.put({ facilities: [], summaries: ['20261112', '20261119'].map(hospital) });
  const usual = usualOpd(['20261119', '20261112', '20261105', '20261029'], LAST);
  t.match(textOf((await user.get('/today/10/203')).body), `usual (${usual})`);
  await web.put({ facilities: [], summaries: [hospital(LAST)] });
  t.match(
    textOf((await user.get('/today/10/203')).body),
    `usual (${(usual + 9_000).toLocaleString('en-IN')})`,
  );
});

t.test(
  'what rises in a block is told on the district’s page, and what rises in a district on the state’s',
  async (t) => {
    const maner = district.facilities
      .filter(({ blockName }) => blockName === 'Maner')
      .map(({ code }) => code);
    const summaries = district.summaries.map((one) =>
      maner.includes(one.facility) && one.day > '20261119'
        ? { ...one, figures: { ...one.figures, '6:cases': 3 } }
        : one,
    );
    const cases = summaries.reduce((all, { figures }) => all + (figures['6:cases'] ?? 0), 0);
    const web = await openDistrictWeb(t, [{ ...district, summaries }], () => NOW);
    const user = await web.loggedIn(areaRole({ state: '10' }));
    await user.post('/language', { 'switch-language': 'en', back: '/' });
    const row = (html: string): string => /<tr><th scope="row">Dengue[^]*?<\/tr>/.exec(html)?.[0] ?? '';
    const { body } = await user.get('/today/10/203');
    t.match(textOf(body), /Rising: [^.]*Dengue[^.;]* \(Maner\)/, 'above, before anything is scrolled');
    const told = row(body);
    t.match(textOf(told), `rising in Maner: ${cases}, usually 0`);
    t.match(told, '/today/10/203/1103?day=2026-11-26');
    t.match(textOf(row((await user.get('/today/10')).body)), `rising in Patna: ${cases}, usually 0`);
    t.notMatch(textOf(row((await user.get('/today/10/203/1103')).body)), 'rising in');
  },
);

t.test('a facility listed today makes no day before look worse, on any page', async (t) => {
  let now = NOW;
  const web = await openDistrictWeb(t, [district], () => now);
  const user = await web.loggedIn(PATNA);
  await user.post('/language', { 'switch-language': 'en', back: '/' });
  const told = async (): Promise<(string | undefined)[]> => {
    const day = textOf((await user.get('/today/10/203?day=2026-11-20')).body);
    const records = textOf((await user.get('/indicators/10/203?period=2026-11-20')).body);
    const map = textOf((await user.get('/map/10/203')).body);
    return [
      /\d+ of \d+ facilities have reported[^.]*\./.exec(day)?.[0],
      /\d+ facilit\w+ ha\w+ no box in use yet/.exec(day)?.[0],
      /Days reported \d+ of (\d+)/.exec(records)?.[0],
      /Have not reported.*? Medicines/.exec(day)?.[0],
      /silent for 3 days or more \d+/.exec(map)?.[0],
    ];
  };
  const before = await told();
  t.match(before[0], / of 11 /);
  t.match(before[2], / of 11$/, 'the day and the quality of its records have one number of facilities');
  const listed = sampleDistrict({ facilities: 3, days: 1, last: LAST, letters: 'BQ' }).facilities;
  await web.put({ facilities: listed.map((one) => ({ ...one, listedOn: '2026-11-27' })), summaries: [] });
  now += 60_000;
  const { body } = await user.get('/map/10/203');
  t.match(body, '/facility/BQ1001', 'they are in the directory');
  t.same(await told(), before);
});

t.test('patients of a day and of a week before stand with the reports that they are of', async (t) => {
  const { user } = await atTheDistrict(t);
  const text = textOf((await user.get('/today/10/203')).body);
  for (const { block = '', blockName } of district.facilities) {
    const told = ['20261126', '20261119'].map((day) => {
      const its = (one: StoredSummary): boolean => one.block === block && one.day === day;
      return [sum('opd', its), district.summaries.filter(its).length];
    });
    const [now = [], before = []] = told;
    if (now[1] === 0 || before[1] === 0) continue;
    const words = ([patients, reports]: number[]): string => `${patients ?? ''} of ${reports ?? ''} reports?`;
    t.match(text, new RegExp(`${blockName ?? ''} .*?${words(now)} .*?${words(before)}`));
  }
});

t.test('each page with “better” and “worse” says from which step on they are said', async (t) => {
  const { user } = await atTheDistrict(t);
  for (const path of [
    '/today/10/203',
    '/indicators/10/203',
    '/indicators/10/203?kpi=seen',
    '/facility/BR1001',
  ])
    t.match(textOf((await user.get(path)).body), /at least 2 points of a percentage/, path);
});

t.test(
  'a state’s day leads to the districts that lack reports, and says that it lists no facilities',
  async (t) => {
    const web = await openDistrictWeb(t, [district], () => NOW);
    const user = await web.loggedIn(areaRole({ state: '10' }));
    await user.post('/language', { 'switch-language': 'en', back: '/' });
    const { body } = await user.get('/today/10?day=2026-11-25&by=facility');
    t.match(body, 'href="#silent"');
    const list = /id="silent">[^]*?<\/section>/.exec(body)?.[0] ?? '';
    t.match(list, 'href="/today/10/203?day=2026-11-25#silent"');
    t.match(textOf(list), 'Patna 1 has not reported; 1 has no box in use yet');
    for (const page of ['today/10?', 'indicators/10?kpi=seen&', 'stock/10?', 'referrals/10?'])
      t.match((await user.get(`/${page}by=facility`)).body, 'not listed on one page', page);
    t.notMatch((await user.get('/today/10')).body, 'not listed on one page');
  },
);

t.test('no month before the first report is offered', async (t) => {
  const { user } = await atTheDistrict(t);
  for (const path of [
    '/indicators/10/203',
    '/indicators/10/203?kpi=seen',
    '/stock/10/203',
    '/facility/BR1001',
  ]) {
    const { body } = await user.get(path);
    const months = [...body.matchAll(/<option value="(\d{4}-\d{2})"/g)].map(([, month]) => month);
    t.same(months, ['2026-11', '2026-10'], path);
  }
});

t.test('who has not reported leads to its box’s page, where the centre knows one', async (t) => {
  const { web, user } = await atTheDistrict(t);
  const lastContact = '2026-11-22T05:00:00.000Z';
  const status = { _id: boxStatusId('BR1004'), type: 'box', v: 1, box: 'BR1004', lastContact };
  await web.couch.nano.use('boxes').insert(status);
  const { body } = await user.get('/today/10/203');
  t.match(body, 'href="/boxes/BR1004"');
  t.notMatch(body, 'href="/boxes/BR1012"', 'one that never had a box has no page');
  t.equal((await user.get('/boxes/BR1004')).status, 200);
});

t.test('who has not reported on a day that is planned to be offline is told apart', async (t) => {
  const last = (code: string): string =>
    district.summaries
      .filter(({ facility }) => facility === code)
      .reduce((all, { day }) => (day > all ? day : all), '');
  const silent = district.facilities.filter(({ code }) => last(code) !== '' && last(code) < LAST);
  const facilities = district.facilities.map((one) => ({ ...one, offlineDays: ['thu'] }));
  const web = await openDistrictWeb(t, [{ ...district, facilities }], () => NOW);
  const user = await web.loggedIn(PATNA);
  await user.post('/language', { 'switch-language': 'en', back: '/' });
  const told = async (day: string): Promise<number> =>
    textOf((await user.get(`/today/10/203?day=${day}`)).body).split('its line is planned to be off this day')
      .length - 1;
  t.ok(silent.length > 0);
  t.ok((await told('2026-11-26')) >= silent.length);
  t.equal(await told('2026-11-25'), 0);
});

t.test('the registry is led to its pairs, and has no boxes in its navigation', async (t) => {
  const { web, user } = await atTheDistrict(t);
  const registry = await web.loggedIn(REGISTRY_ROLE);
  t.equal((await registry.get('/')).location, '/duplicates');
  t.notMatch((await registry.get('/nowhere')).body, 'href="/boxes"');
  t.match((await user.get('/nowhere')).body, 'href="/boxes"');
});

t.test('what is out of stock stands by item, with the facilities that lack it', async (t) => {
  const { user } = await atTheDistrict(t);
  const text = textOf((await user.get('/today/10/203')).body);
  const today = district.summaries.filter(({ day }) => day === LAST);
  const lacking = (item: string): string[] =>
    today.filter(({ stock }) => stock?.out.includes(item)).map(({ facility }) => facility);
  const item = 'paracetamol-tab-500mg';
  t.ok(lacking(item).length > 1, 'the sample has some');
  t.match(text, `in ${lacking(item).length} facilities`);
  const place = text.indexOf('Out of stock', text.indexOf('Stock of medicines'));
  for (const code of lacking(item)) t.ok(text.indexOf(code, place) > 0, code);
});

t.test('the way down goes from state to facility, and each level adds up', async (t) => {
  const { web } = await atTheDistrict(t);
  const user = await web.loggedIn(areaRole({ state: '10' }));
  await user.post('/language', { 'switch-language': 'en', back: '/' });
  const path: string[] = [];
  for (let next: string | undefined = '/today/10'; next !== undefined && path.length < 5;) {
    path.push(next);
    const { status, body } = await user.get(next);
    t.equal(status, 200, next);
    next = /<th scope="row"><span class="cell"><a href="(\/(?:today|facility)\/[^"]+)"/.exec(body)?.[1];
  }
  t.same(path.slice(0, 3), ['/today/10', '/today/10/203', '/today/10/203/1100']);
  t.match(path[3], /^\/facility\/BR10(01|08)$/, 'a facility of that block');
  const inBlock = (one: StoredSummary): boolean => one.day === LAST && one.block === '1100';
  t.match(textOf((await user.get('/today/10/203/1100')).body), `Patients (OPD) ${sum('opd', inBlock)} `);
});

t.test('a table is put in order by a link, whatever is not known last', async (t) => {
  const { user } = await atTheDistrict(t);
  const byPatients = (code: string): number => sum('opd', (one) => one.day === LAST && one.facility === code);
  const reported = new Set(
    district.summaries.filter(({ day }) => day === LAST).map(({ facility }) => facility),
  );
  const nameOf = new Map(district.facilities.map(({ code, name }) => [code, name.en]));
  const most = [...reported].sort((a, b) => byPatients(b) - byPatients(a)).map((code) => nameOf.get(code));
  const down = namesIn((await user.get('/today/10/203?by=facility&sort=-patients')).body);
  const up = namesIn((await user.get('/today/10/203?by=facility&sort=patients')).body);
  const silent = down.slice(reported.size);
  t.equal(down[0], most[0]);
  t.equal(up[0], most.at(-1));
  t.same(up.slice(reported.size).sort(), silent.sort(), 'who did not report stands last both ways');
  const page = (await user.get('/today/10/203?by=facility&sort=-patients')).body;
  t.match(
    page,
    /aria-sort="descending"><a href="\?by=facility&amp;sort=patients">/,
    'pressed again it turns',
  );
});

t.test('the CSV has each indicator of the district and of each block, and is what was counted', async (t) => {
  const { user } = await atTheDistrict(t);
  const path = '/csv/indicators/10/203?period=2026-11-20..2026-11-26';
  const { body, status } = await user.get(path);
  t.equal(status, 200);
  const lines = readCsv(body);
  const week = (one: StoredSummary): boolean => one.day >= '20261120' && one.day <= LAST;
  const seen = (place: string): Record<string, string> | undefined =>
    lines.find((line) => line['Code of place'] === place && line['Code of indicator'] === 'seen');
  t.match(seen('10/203'), {
    Place: 'Patna',
    Level: 'District',
    From: '2026-11-20',
    To: '2026-11-26',
    Numerator: String(sum('seen', week)),
    Denominator: String(sum('opd', week)),
  });
  const block = (one: StoredSummary): boolean => week(one) && one.block === '1101';
  t.match(seen('10/203/1101'), { Numerator: String(sum('seen', block)) });
  const byFacility = readCsv((await user.get(`${path}&by=facility`)).body);
  const one = (summary: StoredSummary): boolean => week(summary) && summary.facility === 'BR1001';
  t.match(
    byFacility.find((line) => line['Code of place'] === 'BR1001' && line['Code of indicator'] === 'seen'),
    { Level: 'Health centre', Numerator: String(sum('seen', one)) },
  );
});

t.test('the score of the records says what it is made of', async (t) => {
  const { user } = await atTheDistrict(t);
  const text = textOf((await user.get('/indicators/10/203?period=2026-11')).body);
  // Of the twelve one never reported: 26 days each of the others.
  const days = district.summaries.filter(({ day }) => day >= '20261101').length;
  t.match(text, `Days reported ${days} of ${11 * 26}`);
  const november = (one: StoredSummary): boolean => one.day >= '20261101';
  const [all, missing] = [sum('opd', november), sum('no-age', november)];
  const grouped = new Intl.NumberFormat('en-IN');
  t.match(text, `Age written ${grouped.format(all - missing)} of ${grouped.format(all)}`);
});

t.test('a facility’s page tells its last report and its store', async (t) => {
  const { user } = await atTheDistrict(t);
  const newest = district.summaries
    .filter(({ facility }) => facility === 'BR1004')
    .sort((a, b) => (a.day < b.day ? 1 : -1))[0];
  const text = textOf((await user.get('/facility/BR1004')).body);
  t.match(text, /The last report is of \d+ Nov 2026; nothing has come for \d+ days?\./);
  t.match(text, `Out of stock: ${newest?.stock?.out.length}`);
  for (const { units, expiry } of newest?.stock?.expiring ?? []) {
    const [year, month] = expiry.split('-');
    t.match(text, ` ${units} ${month}/${year}`, 'an expiry as it stands on the box');
  }
  const silent = textOf((await user.get('/facility/BR1012')).body);
  t.match(silent, 'This facility has never reported.');
  t.notMatch(silent, 'adds up.', 'of books that nobody told of it is not said that all is well');
  t.equal((await user.get('/facility/BR9999')).status, 404);
  t.match(await user.get('/facility/br1004?period=2026-11'), {
    status: 302,
    location: '/facility/BR1004?period=2026-11',
  });
});

t.test('what cannot be asked is answered in words', async (t) => {
  const { user } = await atTheDistrict(t);
  const wrong: [path: string, status: number, words: RegExp][] = [
    ['/today/10/203?day=2026-02-31', 400, /Write the time like 2026-11-21/],
    ['/today/10/203?day=2027-01-01', 400, /This time has not come yet/],
    ['/today/10/203?day=2026-11-27', 400, /This day is not over yet/],
    ['/today/10/203?day=2026-10-20', 400, /The first report is of 28 Oct 2026/],
    ['/today/10/203?sort=names', 400, /Choose from the list/],
    ['/indicators/10/203?period=yesterday', 400, /Write the time like/],
    ['/indicators/10/203?period=2026-11-21..2026-11-01', 400, /ends before it begins/],
    ['/indicators/10/203?period=2020-01-01..2026-01-01', 400, /at most a year/],
    ['/indicators/10/203?kpi=names', 400, /Choose from the list/],
    ['/csv/indicators/10/203?period=x', 400, /Write the time like/],
    ['/facility/BR1001?period=2026-13', 400, /Write the time like/],
    ['/today/10/203/1100/7', 404, /There is nothing here/],
    ['/today/10/203/9999', 404, /There is nothing here/],
    ['/map/', 404, /There is nothing here/],
  ];
  for (const [path, status, words] of wrong) {
    const answer = await user.get(path);
    t.equal(answer.status, status, path);
    t.match(answer.body, words, path);
  }
  const quiet = textOf((await user.get('/indicators/10/203?period=2026-01')).body);
  t.match(quiet, 'Nothing was reported for this time.');
});

t.test('the map has each facility that has a position as a link with its state in words', async (t) => {
  const [first, ...others] = district.facilities;
  const { position: _, ...placeless } = first ?? {};
  const facilities = [placeless, ...others] as typeof district.facilities;
  const web = await openDistrictWeb(t, [{ ...district, facilities }], () => NOW);
  const user = await web.loggedIn(PATNA);
  await user.post('/language', { 'switch-language': 'en', back: '/' });
  const { body } = await user.get('/map/10/203');
  for (const { code } of others) {
    const state = '(reported|never reported|no report for \\d+ days?)';
    t.match(body, new RegExp(`<a href="/facility/${code}" aria-label="[^"]+: ${state}"`), code);
  }
  t.match(body, '1 facility has no position');
  t.match(namesIn(body), [/./], 'it stands in the table all the same');
  t.ok(namesIn(body).includes(first?.name.en ?? ''));
});

t.test('a district sees whose stock books raise questions, the most first, and of what kind', async (t) => {
  const { user } = await atTheDistrict(t);
  const week = 'period=2026-11-20..2026-11-26';
  const { body } = await user.get(`/stock/10/203?by=facility&${week}`);
  const within = ({ day }: StoredSummary): boolean => day >= '20261120' && day <= LAST;
  const all = sum('stock-doubts', within);
  t.ok(all > 10);
  t.match(
    textOf(body),
    `Does not add up ${all} Without or beyond a prescription ${sum('stock-doubt-no-prescription', within)} `,
  );
  const worst = [...district.facilities].sort(
    (a, b) =>
      sum('stock-doubts', (one) => within(one) && one.facility === b.code) -
      sum('stock-doubts', (one) => within(one) && one.facility === a.code),
  )[0];
  t.equal(namesIn(body)[0], worst?.name.en);
  const own = textOf((await user.get(`/facility/${worst?.code}?${week}`)).body);
  const reasons = sum('stock-doubt-no-reason', (one) => within(one) && one.facility === worst?.code);
  t.match(own, `No reason ${reasons} Ask who changed it`);
  t.match(own, `nadi central stock ${worst?.code}`);
  const clean = textOf((await user.get(`/facility/BR1001?${week}`)).body);
  t.match(clean, 'Everything adds up.');
});

t.test(
  'a facility that is listed later, or closed, is on the pages or off them without a restart',
  async (t) => {
    let now = NOW;
    const web = await openDistrictWeb(t, [district], () => now);
    const user = await web.loggedIn(PATNA);
    await user.post('/language', { 'switch-language': 'en', back: '/' });
    const path = '/shared/facility:BR1001';
    const standing = (await web.couch.ask('GET', path)).body as object;
    await web.couch.ask('PUT', path, { ...standing, status: 'closed', closedOn: '2026-11-01' });
    now += 60_000;
    t.match(textOf((await user.get('/today/10/203')).body), 'of 10 facilities have reported');
    const lists = ['/referrals/10/203?', '/indicators/10/203?kpi=seen&', '/csv/indicators/10/203?'];
    for (const list of lists) {
      const after = await user.get(`${list}by=facility&period=2026-11-01..2026-11-20`);
      t.notMatch(after.body, 'BR1001', `${list}: left out from the day on which it closed`);
      const across = await user.get(`${list}by=facility&period=2026-10-30..2026-11-20`);
      t.match(across.body, 'BR1001', `${list}: listed while any of its days is looked at`);
    }
    t.notMatch((await user.get('/map/10/203')).body, 'BR1001');
    const its = textOf((await user.get('/facility/BR1001')).body);
    t.match(its, 'This facility closed on 1 Nov 2026.', 'its own page tells when');
  },
);

t.test(
  'another language is chosen on the page where one is, also on one that says what went wrong',
  async (t) => {
    const { user } = await atTheDistrict(t);
    for (const path of [
      '/today/10/203?by=facility',
      '/indicators/10/203?kpi=seen',
      '/today/10/204',
      '/nowhere',
    ]) {
      const { body } = await user.get(path);
      const hidden = (name: string): string =>
        (new RegExp(`name="${name}" value="([^"]*)"`).exec(body)?.[1] ?? '').replaceAll('&amp;', '&');
      const form = { crumb: hidden('crumb'), back: hidden('back'), 'switch-language': 'en' };
      t.match(await user.post('/language', form), { status: 302, location: path }, path);
    }
  },
);
