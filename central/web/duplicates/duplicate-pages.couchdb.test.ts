import t, { type Test } from 'tap';
import { runOut } from '../../../records/progress.js';
import { inboxDatabase, patientId, patientPartId, printedPatientId } from '../../../records/ids.js';
import { openCentreToVisitors } from '../../../tests/centre-visitors.js';
import { openRouterCentre } from '../../../tests/router-centre.js';
import { findDuplicates } from '../../duplicates/find-duplicates.js';
import { RouterCouch } from '../../router/router-couch.js';
import { makeRouter } from '../../router/start-router.js';
import { areaRole, CENTRAL_ROLE, REGISTRY_ROLE, SUPPORT_ROLE } from '../viewer.js';
import { duplicatePages } from './duplicate-pages.js';

t.setTimeout(120_000);
const NOW = Date.parse('2026-11-28T06:00:00.000Z');
const text = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

/** Two health centres, at which one woman was registered, and her sister-in-law. */
async function registry(t: Test) {
  const centre = await openRouterCentre(t);
  const [one = '', other = ''] = centre.boxes;
  for (const box of centre.boxes) await centre.list(box, { name: { en: `PHC ${box}`, hi: `केंद्र ${box}` } });
  const [a, b, c] = [patientId(one, 1), patientId(other, 1), patientId(one, 2)];
  const her = {
    ...{ type: 'patient', name: 'सुनीता देवी', sex: 'female', birthDate: '1988', mobile: '9876543210' },
    ...{ relative: { name: 'रमेश पासवान', relation: 'husband' }, village: 'बिशनपुर' },
  };
  await centre.write(one, [
    { _id: a, ...her },
    {
      _id: c,
      ...her,
      name: 'पूजा कुमारी',
      birthDate: '2001',
      relative: { name: 'महेश पासवान', relation: 'husband' },
    },
  ]);
  await centre.write(other, [
    { _id: b, ...her, name: 'Sunita Devi', birthDate: '1990', village: 'Bishanpur' },
  ]);
  const share = { worker: 1, of: 1 };
  const router = makeRouter({ couchUrl: centre.url, share, now: Date.now, log: () => undefined });
  await router.round();
  await runOut(findDuplicates(new RouterCouch(centre.url), NOW));
  const visitors = await openCentreToVisitors(t, centre, [duplicatePages], NOW);
  const [first = '', second = ''] = [a, b].sort();
  const path = `/duplicates/${printedPatientId(first)}/${printedPatientId(second)}`;
  return { centre, router, ...visitors, a, b, c, path };
}

t.test('the registry sees who may be one person, decides, and takes it back', async (t) => {
  const { centre, router, logIn, a, b, c, path } = await registry(t);
  const anita = await logIn(REGISTRY_ROLE);
  const list = await anita.get('/duplicates');
  t.match(list.body, path);
  t.notMatch(list.body, printedPatientId(c));
  t.match(text(list.body), /2 साल का अंतर; उम्र मोटे तौर पर/, 'how far apart they were born');
  t.match(text(list.body), /एक ही व्यक्ति होने का (पक्का )?संकेत/, 'what speaks for it');
  t.notMatch(text(list.body), /\d %/, 'and no bare number');
  const page = text((await anita.get(path)).body);
  t.match(page, /नाम .*(सुनीता देवी.*Sunita Devi|Sunita Devi.*सुनीता देवी) मिलता है/);
  t.match(page, /मोबाइल 9876543210 9876543210 मिलता है/);
  t.match(page, /आभा — — पता नहीं/);
  t.equal((await anita.post(path, {})).status, 400, 'a form without a decision decides nothing');

  t.equal((await anita.post(path, { decision: 'same', note: 'फ़ोन पर पूछा' })).location, path);
  t.match(text((await anita.get(path)).body), /एक ही व्यक्ति .*28 नव॰ 2026, .*फ़ोन पर पूछा/);
  t.notMatch((await anita.get('/duplicates')).body, path, 'it is no longer open');
  t.match((await anita.get('/duplicates/decided')).body, path);
  await router.round();
  const link = `link:${path.slice('/duplicates/'.length).replace('/', ':')}`;
  for (const box of centre.boxes) {
    t.match((await centre.read(inboxDatabase(box)))[link], { decision: 'same', note: 'फ़ोन पर पूछा' });
  }

  await anita.post(path, { decision: 'undo' });
  t.match(text((await anita.get(path)).body), /ने वापस लिया/);
  t.match((await anita.get('/duplicates')).body, path, 'and it is open again');

  await t.test('the homes of both are told that somebody at the centre looked', async (t) => {
    await router.round();
    for (const patient of [a, b]) {
      const box = printedPatientId(patient).split('-')[0] ?? '';
      const looks = Object.entries(await centre.read(inboxDatabase(box))).filter(([id]) =>
        id.startsWith('look-elsewhere:'),
      );
      t.ok(looks.length > 0);
      t.match(looks[0]?.[1], { box: 'centre', patients: [patient] });
    }
  });
});

t.test(
  'what a health centre reports stands first, whatever the centre thinks, until it is decided',
  async (t) => {
    const { centre, router, logIn, a, c, path } = await registry(t);
    const box = printedPatientId(a).split('-')[0] ?? '';
    await centre.write(box, [
      { _id: patientPartId(a, box, 3), type: 'same-person', other: c, note: 'showed both cards' },
    ]);
    await router.round();
    await runOut(findDuplicates(new RouterCouch(centre.url), NOW + 1_000));
    const reported = `/duplicates/${[a, c].sort().map(printedPatientId).join('/')}`;
    const anita = await logIn(REGISTRY_ROLE);
    const { body } = await anita.get('/duplicates');
    t.ok(body.indexOf(reported) > 0 && body.indexOf(reported) < body.indexOf(path));
    t.match(text(body), `asha ने बताया, ${box}`);
    t.match((await anita.get(reported)).body, 'showed both cards');
    await anita.post(reported, { decision: 'different' });
    t.notMatch((await anita.get('/duplicates')).body, reported);
    await router.round();
    t.notMatch((await anita.get('/duplicates')).body, reported, 'and stays decided');
  },
);

t.test('names from any other log-in: each role tries each address, and the other methods', async (t) => {
  const { logIn, stranger, path } = await registry(t);
  const addresses = [
    '/duplicates',
    '/duplicates/decided',
    path,
    `/duplicates/compare?first=${path.split('/')[2]}&second=${path.split('/')[3]}`,
  ];
  const area = { state: '10', district: '203' };
  for (const role of [areaRole(area), areaRole({ state: '10' }), SUPPORT_ROLE, CENTRAL_ROLE]) {
    const user = await logIn(role);
    for (const address of addresses) {
      const answer = await user.get(address);
      t.equal(answer.status, 404, `${role} ${address}`);
      t.notMatch(answer.body, /सुनीता|Sunita/);
    }
    t.equal((await user.post(path, { decision: 'same' })).status, 404, `${role} decides nothing`);
  }
  const nobody = stranger();
  for (const address of addresses) t.equal((await nobody.get(address)).status, 302, `nobody ${address}`);
});

t.test('ids that were typed are read forgivingly, and wrong ones named', async (t) => {
  const { logIn, path } = await registry(t);
  const anita = await logIn(REGISTRY_ROLE);
  const [, , first = '', second = ''] = path.split('/');
  const typed = `/duplicates/compare?first=${second.toLowerCase().replaceAll('-', '')}&second=${first}`;
  t.equal((await anita.get(typed)).location, path);
  const slip = first.slice(0, -1) + (first.endsWith('A') ? 'B' : 'A');
  for (const [one, other, why] of [
    ['abc', first, /यह स्वास्थ्य नंबर नहीं है/],
    [second, slip, /आख़िरी अक्षर बाकी से मेल नहीं/],
    [first, first.toLowerCase(), /यह वही पहला नंबर है/],
    ['', second, /पहला नंबर/],
  ] as const) {
    const answer = await anita.get(`/duplicates/compare?first=${one}&second=${other}`);
    t.equal(answer.status, 400);
    t.match(text(answer.body), why);
    for (const typed of [one, other]) t.match(answer.body, `value="${typed}"`, 'both entries stay');
  }
  t.equal((await anita.get(`/duplicates/${first}/${first}`)).status, 404);
  t.equal((await anita.get(`/duplicates/${first}/${printedPatientId(patientId('BR9999', 1))}`)).status, 404);
});

t.test('a private hospital’s patient whose consent was taken back is shown to nobody any more', async (t) => {
  const { centre, router, logIn, b, path } = await registry(t);
  const box = printedPatientId(b).split('-')[0] ?? '';
  const anita = await logIn(REGISTRY_ROLE);
  t.equal((await anita.get(path)).status, 200);
  await centre.list(box, { ownership: 'private', tenant: 'Asha' });
  const consent = { type: 'consent', purpose: 'share', mode: 'spoken' };
  await centre.write(box, [
    { _id: patientPartId(b, box, 2), ...consent, given: true },
    { _id: patientPartId(b, box, 3), ...consent, given: false, revokes: patientPartId(b, box, 2) },
  ]);
  await router.round();
  t.equal((await anita.get(path)).status, 404);
  t.notMatch((await anita.get('/duplicates')).body, path);
});
