import t from 'tap';
import { openCentreToVisitors } from '../../../tests/centre-visitors.js';
import { openRouterCentre, summaryOf } from '../../../tests/router-centre.js';
import { makeRouter } from '../../router/start-router.js';
import { areaRole, CENTRAL_ROLE, REGISTRY_ROLE, SUPPORT_ROLE } from '../viewer.js';
import { villagePages } from './village-pages.js';

t.setTimeout(120_000);
const NOW = Date.parse('2026-11-24T06:00:00.000Z');
const SUNDAY = '20261122';
const DAY = '2026-11-22';
const text = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

t.test('a district sees how many of each village are registered, and nobody else’s', async (t) => {
  const centre = await openRouterCentre(t, 6);
  const [phc = '', chc = '', hospital = '', quiet = '', alone = '', few = ''] = centre.boxes;
  // Areas that no other test's facilities lie in.
  await centre.list(phc, { state: '71', district: '7101', districtName: 'Purab' });
  await centre.list(chc, { state: '71', district: '7102', districtName: 'Paschim' });
  await centre.list(hospital, { state: '71', district: '7101', ownership: 'private', tenant: 'Asha' });
  await centre.list(quiet, { state: '71', district: '7104', districtName: 'Sunsaan' });
  await centre.list(alone, { state: '71', district: '7103', districtName: 'Uttar' });
  await centre.list(few, { state: '71', district: '7105', districtName: 'Dakshin' });
  const at = '2026-11-23T04:30:00.000Z';
  const told = (box: string, day: string, people: number): object => ({
    ...summaryOf(box, day, 1, { opd: 1 }),
    at,
    villages: [{ village: 'बिशनपुर', people, households: 2 }],
  });
  await centre.write(phc, [told(phc, '20261115', 3), told(phc, SUNDAY, 5)]);
  await centre.write(chc, [told(chc, '20261115', 7)]);
  await centre.write(hospital, [told(hospital, SUNDAY, 900)]);
  await centre.write(alone, [
    {
      ...told(alone, SUNDAY, 3),
      villages: [
        { village: 'रामपुर', people: 6, households: 6 },
        { village: 'दियारा', people: 1, households: 1 },
      ],
    },
  ]);
  await centre.write(few, [
    { ...told(few, SUNDAY, 3), villages: [{ village: 'रामपुर', people: 3, households: 1 }] },
  ]);
  const share = { worker: 1, of: 1 };
  await makeRouter({ couchUrl: centre.url, share, now: Date.now, log: () => undefined }).round();

  const { logIn } = await openCentreToVisitors(t, centre, [villagePages], NOW);
  const purab = await logIn(areaRole({ state: '71', district: '7101' }));
  t.equal((await purab.get('/villages')).location, '/villages/71/7101');
  const page = text((await purab.get('/villages/71/7101')).body);
  t.match(page, /22 नव॰ 2026 5 2 बिशनपुर 5 2 /, 'under its health centre, with what they come to');
  t.notMatch(page, '900', 'a private hospital keeps its villages to itself');
  const purabs = (await purab.get('/villages-csv/71/7101')).body;
  t.match(purabs, `${phc},केंद्र,Purab,1123,बिशनपुर,5,2,${DAY}`);
  t.match(purabs, 'जगह का कोड,स्वास्थ्य केंद्र,ज़िला,प्रखंड,गाँव', 'in words, as the file of the indicators');
  for (const path of ['/villages/71/7102', '/villages/71', '/villages-csv/71/7102', '/villages/x']) {
    t.equal((await purab.get(path)).status, 404, path);
  }
  const state = text((await (await logIn(areaRole({ state: '71' }))).get('/villages/71')).body);
  t.match(state, /गाँवों की गिनती नहीं आई। गाँव रविवार को गिने जाते हैं/, 'what was not told');
  t.match(
    state,
    /22 लोग; 4 परिवार, जहाँ पता हैं.*Purab 5 2 .*Paschim 7 2/,
    'the one before counts where a box was off',
  );
  t.notMatch(state, /Sunsaan 0/, 'where nothing was ever told it says no number');
  t.match(state, /Sunsaan – –/);
  const central = await logIn(CENTRAL_ROLE);
  t.match(await central.get('/villages'), { status: 302, location: '/villages/71' });
  const uttar = await central.get('/villages/71/7103');
  t.match(text(uttar.body), /7 लोग/);
  t.match(
    text(uttar.body),
    /2 गाँव, छोटे मिलाकर 7 – /,
    'where nobody was put into a family their number is not known',
  );
  t.match(text(uttar.body), 'परिवार में नहीं जोड़ा गया');
  t.notMatch(uttar.body, 'दियारा', 'a village of one household is not told by itself');
  const file = (await central.get('/villages-csv/71/7103')).body;
  t.match(file, `${alone},केंद्र,Uttar,1123,(2),7,,${DAY}`, 'the file tells what the page does');
  t.notMatch(file, 'दियारा');
  const dakshin = await central.get('/villages/71/7105');
  t.match(text(dakshin.body), /5 से कम लोग.*रामपुर 5 से कम – /);
  t.match((await central.get('/villages-csv/71/7105')).body, `${few},केंद्र,Dakshin,1123,रामपुर,<5,,${DAY}`);
  t.match(uttar.body, /class="crumbs"[^]*href="\/villages\/71"/, 'the way up stands above');
  for (const role of [SUPPORT_ROLE, REGISTRY_ROLE]) {
    t.equal((await (await logIn(role)).get('/villages/71/7101')).status, 404, role);
  }
});
