import t from 'tap';
import type { Demographics } from '../../records/people.js';
import { CENTRE_PASSWORD, openStationCentre, type StationCentre } from '../../tests/station-centre.js';
import type { HttpUser } from '../../tests/http-user.js';
import { InjectedBrowser } from '../../tests/sample-frame.js';
import { counterPages } from './counter.js';
import { issueSlip } from './counter/issue-slip.js';
import { PrintCount } from './print-count.js';
import { queuePages } from './queue.js';

const SUNITA: Demographics = {
  name: 'सुनीता देवी',
  sex: 'female',
  birthDate: '1988',
  birthDateEstimated: true,
  mobile: '9812343210',
  relative: { name: 'रामेश्वर पासवान', relation: 'husband' },
  village: 'बिशनपुर',
};
const NEW = {
  name: 'गोपाल ठाकुर',
  sex: 'male',
  age: '41',
  ageUnit: 'years',
  mobile: '9123456780',
  village: 'रतनपुर',
  priority: 'none',
};

void t.test(
  'a counter that has printed nothing yet is offered the paper that the set-up was told of',
  async (t) => {
    const centre = await openStationCentre((facility) => [counterPages(facility, ['thermal-80', 'a5'])]);
    t.teardown(() => centre.stop());
    const asha = await centre.logIn('asha');
    const answer = await asha.post('/counter/slip', { patient: await centre.register(SUNITA) });
    const slip = answer.location ?? '';
    const first = /main-button" href="[^"]*\/([a-z0-9-]+)"/;
    t.equal(first.exec((await asha.get(slip)).body)?.[1], 'thermal-80');
    await asha.get(`${slip}/a5`);
    t.equal(first.exec((await asha.get(slip)).body)?.[1], 'a5', 'then what it printed last');
  },
);

void t.test('the counter', async (t) => {
  let centre: StationCentre;
  let asha: HttpUser;
  t.before(async () => {
    centre = await openStationCentre((facility) => [counterPages(facility), queuePages(facility)]);
    asha = await centre.logIn('asha');
  });
  t.teardown(() => centre.stop());

  const slipsOf = (patient: string): number =>
    centre.facility.queue.entries().filter((entry) => entry.patient === patient).length;
  const text = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

  await t.test('one mobile number shows the whole family, each with a button for a slip', async (t) => {
    const mother = await centre.register(SUNITA);
    const son = await centre.register({
      ...SUNITA,
      name: 'रोहित पासवान',
      sex: 'male',
      birthDate: '2014-03-02',
    });
    const page = await asha.get('/counter?q=98123+43210');
    t.match(text(page.body), /98XXXX3210 पर 2 मरीज़/);
    t.match(page.body, `value="${mother}"`);
    t.match(page.body, `value="${son}"`);
    t.match(text(page.body), /लगभग 38 वर्ष, महिला पति: रामेश्वर पासवान बिशनपुर/);
    t.notMatch(page.body.replace(/value="[^"]*"|q=[^"]*/g, ''), /9812343210/, 'the number itself is masked');

    const answer = await asha.post('/counter/slip', { patient: mother });
    t.equal(answer.status, 302);
    t.match(answer.location, /^\/counter\/slip\/20261121-\d{3}$/);
    const slip = await asha.get(answer.location ?? '');
    t.match(text(slip.body), /नर्स जाँच · कमरा 1/);
    t.match(text(slip.body), /क्रम 1/);
    t.equal(slipsOf(mother), 1);
  });

  await t.test('pregnant is refused for a man, and asked about outside the usual ages', async (t) => {
    const size = centre.facility.patients.size;
    const man = await asha.post('/counter/new', { ...NEW, name: 'भोला साव', priority: 'pregnant' });
    t.equal(man.status, 400);
    t.match(text(man.body), /पुरुष को “गर्भवती” प्राथमिकता नहीं दी जा सकती/);
    const child = {
      ...NEW,
      name: 'मुन्नी साव',
      sex: 'female',
      age: '40',
      ageUnit: 'months',
      priority: 'pregnant',
    };
    const asked = await asha.post('/counter/new', child);
    t.equal(asked.status, 400);
    t.match(text(asked.body), /इस उम्र में गर्भवती\?/);
    t.match(text(asked.body), /3 वर्ष 4 माह, जन्म लगभग जुलाई 2023/, 'how the age was understood');
    t.equal(centre.facility.patients.size, size, 'nothing is saved');
    const sure = /name="sure" value="([^"]+)"/.exec(asked.body)?.[1] ?? '';
    t.equal(
      (await asha.post('/counter/new', { ...child, age: '41', sure })).status,
      400,
      'a yes to another age',
    );
    t.match((await asha.post('/counter/new', { ...child, sure })).location, '/counter/slip/');

    const known = await centre.register({ name: 'रामजी साव', sex: 'male', birthDate: '1990' });
    const page = `/counter/patient/${known.replace('patient:', '')}`;
    t.equal((await asha.post(page, { priority: 'pregnant' })).status, 400);
    t.equal((await asha.post('/counter/slip', { patient: known, priority: 'pregnant' })).status, 400);
    t.equal(slipsOf(known), 0);
    const slip = (await asha.post(page, { priority: 'none' })).location?.split('/').at(-1) ?? '';
    const move = {
      visit: `visit:BR1042:${slip}`,
      action: 'prioritise',
      station: 'counter',
      priority: 'pregnant',
    };
    t.equal((await asha.post('/queue/move', move)).status, 400, 'nor later in the queue');
  });

  await t.test('an age and a birth date that contradict each other are said; days are days', async (t) => {
    const both = await asha.post('/counter/new', { ...NEW, name: 'कमला साव', birthDate: '2015' });
    t.match(text(both.body), /उम्र और जन्म तिथि मेल नहीं खाते: तिथि से उम्र 11 वर्ष, जन्म लगभग 2015 होती है/);
    const baby = { ...NEW, name: 'नवजात साव', age: '12', ageUnit: 'days', village: 'Ward 5 (उत्तर)' };
    const slip = await asha.get((await asha.post('/counter/new', baby)).location ?? '');
    t.match(text(slip.body), /उम्र: 12 दिन, जन्म लगभग 9 नव॰ 2026/);
    t.match(text(slip.body), /Ward 5 \(उत्तर\)/);
    const { body } = await asha.get('/api/counter/age?age=४०&ageUnit=months&birthDate=');
    t.same(JSON.parse(body), { words: '3 वर्ष 4 माह, जन्म लगभग जुलाई 2023' });
  });

  await t.test('names are found from either script', async (t) => {
    await centre.register({ name: 'लक्ष्मी कुमारी', sex: 'female', birthDate: '1990' });
    for (const typed of ['laxmi', 'Lakshmi kumari', 'लक्ष्मी']) {
      t.match((await asha.get(`/counter?q=${encodeURIComponent(typed)}`)).body, 'लक्ष्मी कुमारी', typed);
    }
  });

  await t.test('a patient with an unfinished visit keeps his token', async (t) => {
    const patient = await centre.register({
      name: 'हरिहर महतो',
      sex: 'male',
      birthDate: '1955',
      mobile: '9811111111',
    });
    const first = await asha.post('/counter/slip', { patient });
    const second = await asha.post('/counter/slip', { patient });
    t.equal(second.location, first.location);
    t.match(text((await asha.get(second.location ?? '')).body), /दूसरा नहीं बना/);
    t.match(text((await asha.get('/counter?q=9811111111')).body), /आज की पर्ची चल रही है/);
    t.equal(slipsOf(patient), 1);
  });

  await t.test('two counters that give one patient a slip at the same moment make one token', async (t) => {
    const meena = await centre.logIn('meena');
    const patient = await centre.register({ name: 'फूलमती देवी', sex: 'female', birthDate: '1971' });
    const answers = await Promise.all(
      [asha, meena, asha].map((user) => user.post('/counter/slip', { patient })),
    );
    t.equal(new Set(answers.map(({ location }) => location)).size, 1);
    t.equal(slipsOf(patient), 1);
  });

  await t.test('ten counters at once get ten tokens', async (t) => {
    const patients = await Promise.all(
      Array.from({ length: 10 }, (_, i) => centre.register({ name: `रमेश ${'कखगघचछजझटठ'[i]}`, sex: 'male' })),
    );
    const answers = await Promise.all(patients.map((patient) => asha.post('/counter/slip', { patient })));
    t.equal(new Set(answers.map(({ location }) => location)).size, 10);
  });

  await t.test('a new patient and his token are one write; a double click makes one of each', async (t) => {
    const before = centre.facility.patients.size;
    const once = 'one-form';
    const sent = {
      ...NEW,
      once,
      relation: 'father',
      relativeName: 'बिंदेश्वर ठाकुर',
      reason: 'खाँसी <b>3 दिन</b>',
    };
    const [first, second] = await Promise.all([
      asha.post('/counter/new', sent),
      asha.post('/counter/new', sent),
    ]);
    t.match(first?.location, /^\/counter\/slip\//);
    t.equal(second?.location, first?.location);
    t.equal(centre.facility.patients.size, before + 1);
    const slip = await asha.get(first?.location ?? '');
    t.match(slip.body, 'खाँसी &lt;b&gt;3 दिन&lt;/b&gt;', 'HTML is shown as text');
    const [saved] = centre.facility.patients.findByMobile('9123456780');
    t.match(saved, { birthDate: '1985', birthDateEstimated: true, relative: { relation: 'father' } });
  });

  await t.test('a likely duplicate is shown before anything is saved, and either answer works', async (t) => {
    const known = await centre.register({ ...SUNITA, name: 'कौशल्या मिश्रा', mobile: '9700000001' });
    const before = centre.facility.patients.size;
    const typed = {
      ...NEW,
      name: 'Kaushalya Mishra',
      sex: 'female',
      age: '38',
      mobile: '9700000001',
      village: 'बिशनपुर',
    };
    const warned = await asha.post('/counter/new', typed);
    t.equal(centre.facility.patients.size, before, 'nothing is saved yet');
    t.match(text(warned.body), /शायद ये पहले से दर्ज हैं/);
    t.match(warned.body, 'value="Kaushalya Mishra"', 'what was typed is still there');
    t.match(warned.body, `name="seen" value="${known}"`);

    const same = await asha.post('/counter/slip', { patient: known });
    t.equal(same.status, 302);
    t.equal(centre.facility.patients.size, before);

    const other = await asha.post('/counter/new', { ...typed, seen: known });
    t.equal(other.status, 302);
    t.equal(centre.facility.patients.size, before + 1);
  });

  await t.test(
    'two counters that register one person at the same moment: the second is shown the first',
    async (t) => {
      const meena = await centre.logIn('meena');
      const before = centre.facility.patients.size;
      const typed = {
        ...NEW,
        name: 'जानकी चौधरी',
        sex: 'female',
        age: '29',
        mobile: '9700000002',
        village: 'मोहनपुर',
      };
      const answers = await Promise.all([asha, meena].map((user) => user.post('/counter/new', typed)));
      t.same(answers.map(({ status }) => status).sort(), [200, 302]);
      t.equal(centre.facility.patients.size, before + 1);
    },
  );

  await t.test('beside what is wrong, all that is to be looked at is said in the same answer', async (t) => {
    const known = await centre.register({
      ...SUNITA,
      name: 'फूलमती सिंह',
      birthDate: '2017',
      mobile: '9700000003',
    });
    const typed = {
      ...{ name: 'फूलमती सिंह', sex: 'female', age: '9', mobile: '9700000003', village: 'बिशनपुर' },
      ...{ relation: 'husband', relativeName: 'राम', priority: 'pregnant', abha: '12345678901234' },
    };
    const size = centre.facility.patients.size;
    const first = await asha.post('/counter/new', { ...typed, birthDate: '31-02-1990' });
    t.equal(first.status, 400);
    t.match(text(first.body), 'जन्म तिथि');
    t.match(text(first.body), /शायद ये पहले से दर्ज हैं/);
    t.match(first.body, `name="seen" value="${known}"`);
    t.match(first.body, 'name="seenAbha" value="12345678901234"');
    const sure = [...first.body.matchAll(/name="sure" value="([^"]+)"/g)].map(([, answer = '']) => answer);
    t.equal(sure.length, 2, 'the age of a mother and of a wife');
    const answered = { ...typed, seen: known, seenAbha: '12345678901234', sure };
    const second = await asha.post('/counter/new', { ...answered, mobile: '97' });
    t.equal(second.status, 400);
    t.match(second.body, `name="seen" value="${known}"`, 'what was decided stays decided');
    t.match(second.body, 'name="seenAbha"');
    t.equal(centre.facility.patients.size, size);
    t.equal((await asha.post('/counter/new', answered)).status, 302, 'and the next sending saves');

    const switched = await asha.post('/counter/new?again=1', { ...typed, age: '' });
    t.equal(switched.status, 200);
    t.notMatch(switched.body, 'class="problems"', 'who only switches the language is told of nothing wrong');
    const nameless = await asha.post('/counter/new', { ...typed, name: '' });
    t.equal(nameless.status, 400);
    t.notMatch(nameless.body, 'name="seen"', 'without a name nobody is like anybody');
  });

  await t.test('wrong fields come back with what was typed, each named', async (t) => {
    const size = centre.facility.patients.size;
    const wrong: [Record<string, string>, string, RegExp][] = [
      [{ mobile: '912345678' }, 'mobile', /10 अंकों/],
      [{ name: '' }, 'name', /ज़रूरी/],
      [{ name: 'क'.repeat(90) }, 'name', /80/],
      [{ name: '<script>alert(1)</script>' }, 'name', /केवल हिंदी/],
      [{ name: '😀😀' }, 'name', /केवल हिंदी/],
      [{ age: '-1' }, 'age', /0/],
      [{ age: '1000000000' }, 'age', /120/],
      [{ age: '' }, 'age', /ज़रूरी/],
      [{ age: '', birthDate: '31-02-1990' }, 'birthDate', /जन्म तिथि/],
      [{ age: '', birthDate: '21-11-2031' }, 'birthDate', /भविष्य/],
      [{ abha: '1234' }, 'abha', /14 अंक/],
      [{ relativeName: 'राम' }, 'relation', /ज़रूरी/],
      [{ surprise: 'x' }, 'surprise', /./],
    ];
    for (const [change, field, words] of wrong) {
      const answer = await asha.post('/counter/new', { ...NEW, village: 'अलग गाँव', ...change });
      const label = JSON.stringify(change).slice(0, 60);
      t.equal(answer.status, 400, label);
      t.match(answer.body, /value="अलग गाँव"/, `${label}: the rest is kept`);
      if (field !== 'surprise')
        t.match(answer.body, new RegExp(`id="f-${field}[^>]*aria-invalid|id="f-${field}-error`), label);
      t.match(text(answer.body), words, label);
      t.notMatch(answer.body, '<script>alert', label);
    }
    t.match((await asha.post('/counter/new', { ...NEW, mobile: '912345678' })).body, 'value="912345678"');
    t.equal(centre.facility.patients.size, size);
  });

  await t.test(
    'an ABHA number whose check digit fails is questioned once and then accepted, unverified',
    async (t) => {
      const typed = {
        ...NEW,
        name: 'रुक्मिणी पांडे',
        sex: 'female',
        mobile: '9700000003',
        abha: '91-7345-1816-0771',
      };
      const asked = await asha.post('/counter/new', typed);
      t.match(text(asked.body), /जाँच अंक मेल नहीं खाता/);
      t.match(asked.body, 'name="seenAbha" value="91734518160771"');
      const saved = await asha.post('/counter/new', { ...typed, seenAbha: '91734518160771' });
      t.equal(saved.status, 302);
      t.match(centre.facility.patients.findByMobile('9700000003'), [
        { abha: '91734518160771', abhaVerified: false },
      ]);
    },
  );

  await t.test("a scanned ABHA card fills the new patient's form", async (t) => {
    const card = JSON.stringify({
      hidn: '91-7345-1816-0779',
      hid: 'savita1990@abdm',
      name: 'Savita Yadav',
      gender: 'F',
      dob: '5/6/1990',
      mobile: '9700000004',
    });
    const found = await asha.get(`/counter?q=${encodeURIComponent(card)}`);
    t.match(found.body, '/counter/new?q=');
    const form = await asha.get(`/counter/new?q=${encodeURIComponent(card)}`);
    for (const value of [
      'Savita Yadav',
      '05-06-1990',
      '9700000004',
      '91-7345-1816-0779',
      'savita1990@abdm',
    ]) {
      t.match(form.body, `value="${value}"`, value);
    }
    const broken = await asha.get(`/counter?q=${encodeURIComponent(card.slice(0, 40))}`);
    t.match(text(broken.body), /ठीक से नहीं पढ़ा गया/);
  });

  await t.test(
    'particulars are corrected with a reason, and never over what somebody else has just corrected',
    async (t) => {
      const patient = await centre.register({ ...SUNITA, name: 'मालती शर्मा', mobile: '9700000005' });
      const path = `/counter/patient/${patient.slice('patient:'.length)}`;
      const form = await asha.get(`${path}/change`);
      const state = /name="state" value="([^"]+)"/.exec(form.body)?.[1] ?? '';
      const values = {
        name: 'मालती शर्मा',
        sex: 'female',
        birthDate: '1988',
        mobile: '9700000006',
        village: 'बिशनपुर',
      };
      const whole = {
        ...values,
        relation: 'husband',
        relativeName: 'रामेश्वर पासवान',
        category: 'none',
        state,
      };
      t.equal((await asha.post(`${path}/change`, whole)).status, 400, 'a reason is needed');
      const saved = await asha.post(`${path}/change`, { ...whole, reason: 'नया नंबर' });
      t.equal(saved.status, 302);
      t.match(centre.facility.patients.get(patient), {
        mobile: '9700000006',
        birthDateEstimated: true,
        village: 'बिशनपुर',
      });
      t.match(text((await asha.get(path)).body), /मोबाइल : नया नंबर/);
      const amendments = (await centre.facility.loadPatient(patient)).filter(
        ({ type }) => type === 'patient-amendment',
      );
      t.match(
        amendments,
        [{ set: { mobile: '9700000006' }, reason: 'नया नंबर', by: 'asha' }],
        'only what changed',
      );

      const late = await asha.post(`${path}/change`, { ...whole, village: 'अलग', reason: 'गाँव बदला' });
      t.equal(late.status, 409);
      t.match(late.body, 'value="अलग"');
      t.equal(centre.facility.patients.get(patient)?.village, 'बिशनपुर');
    },
  );

  await t.test(
    'the slip is printed as PDF and as ESC/POS, and each later print says that it is one',
    async (t) => {
      const patient = await centre.register({ name: 'रामवती देवी', sex: 'female', birthDate: '1962' });
      const { location = '' } = await asha.post('/counter/slip', { patient });
      const browser = new InjectedBrowser(centre.server);
      await browser.logIn('asha', CENTRE_PASSWORD);
      const a5 = await browser.get(`${location}/a5`);
      t.equal(a5.headers['content-type'], 'application/pdf');
      t.match(a5.rawPayload.subarray(0, 5).toString(), '%PDF-');
      const roll = await browser.get(`${location}/escpos-58`);
      t.same([...roll.rawPayload.subarray(0, 2)], [0x1b, 0x40]);
      t.match(roll.headers['content-disposition'], /attachment/);
      await Promise.all([browser.get(`${location}/thermal-80`), browser.get(`${location}/thermal-58`)]);
      t.match(text((await browser.get(location)).payload), /4 बार छप चुकी है/);
      t.match((await browser.get(location)).payload, /छापें: (58|80) mm/, 'this counter prints on its roll');
      t.equal((await browser.get(`${location}/a3`)).statusCode, 404);
    },
  );

  await t.test('prints at the same moment are each counted, and the count outlives the server', async (t) => {
    const patient = await centre.register({ name: 'छठी देवी', sex: 'female' });
    const { visit } = await issueSlip(centre.facility, { by: 'asha' }, patient);
    const prints = new PrintCount(centre.facility, 'slip-prints');
    const earlier = await Promise.all(Array.from({ length: 6 }, () => prints.add(visit, 'asha')));
    t.same(earlier, [0, 1, 2, 3, 4, 5]);
    t.equal(await new PrintCount(centre.facility, 'slip-prints').of(visit), 6);
  });

  await t.test("the patient's page tells place and wait to anybody, and the name to nobody", async (t) => {
    const patient = await centre.register({ name: 'गुप्त नाम', sex: 'female' });
    const { location = '' } = await asha.post('/counter/slip', { patient, station: 'lab' });
    const page = await centre.server.inject(location.replace('/counter', ''));
    t.equal(page.statusCode, 200);
    t.match(text(page.payload), /लैब · कमरा 3 आपका क्रम 1 अनुमानित इंतज़ार/);
    t.notMatch(page.payload, 'गुप्त');
    t.match(page.payload, '<noscript><meta http-equiv="refresh" content="20"></noscript>');
    t.equal((await centre.server.inject('/slip/20261121-999')).statusCode, 404);
    t.equal((await centre.server.inject('/slip/20261120-001')).statusCode, 404);
  });

  await t.test('only the counter gives slips', async (t) => {
    const nurse = await centre.logIn('nisha');
    t.equal((await nurse.get('/counter')).status, 403);
    t.equal((await nurse.post('/counter/slip', { patient: 'patient:BR1042-000001-X' })).status, 403);
    t.equal((await asha.post('/counter/slip', { patient: 'patient:BR1042-999999-X' })).status, 404);
  });
});
