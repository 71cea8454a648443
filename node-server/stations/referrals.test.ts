import t from 'tap';
import { patientId, type PatientId, type VisitId } from '../../records/ids.js';
import { referralCode } from '../../records/referral-code.js';
import { foldVisit } from '../../records/visit-fold.js';
import type { HttpUser } from '../../tests/http-user.js';
import { openStationCentre, type StationCentre } from '../../tests/station-centre.js';
import { counterPages } from './counter.js';
import { doctorPages } from './doctor.js';
import { referralPages } from './referrals.js';
import { visitPath } from './visit-path.js';

const CAME = 'visit:BR0977:20261120-007:referral:1';
const FROM_THERE = patientId('BR0977', 12);
const PERSON = { name: 'सुनीता देवी', sex: 'female', birthDate: '1988', mobile: '9812343210' } as const;

const ILL = {
  ...{ respiratoryRate: 26, spo2: 90, systolic: 100, pulse: 120, temperatureC: 38.5 },
  consciousness: 'alert',
} as const;

let centre: StationCentre;
let verma: HttpUser;
let asha: HttpUser;
t.beforeEach(async () => {
  centre = await openStationCentre((facility) => [
    counterPages(facility),
    doctorPages(facility),
    referralPages(facility),
  ]);
  await centre.facility.databases.shared.bulkDocs([
    listed('BR1042', 'PHC', 'PHC Rampur', 'पीएचसी रामपुर'),
    listed('BR0977', 'DH', 'Sadar Hospital', 'सदर अस्पताल'),
    listed('BR0978', 'CHC', 'CHC Bandra', 'सीएचसी बंदरा', { status: 'closed' }),
  ]);
  await centre.facility.databases.inbox.put({
    ...{ _id: `referral:${CAME}`, type: 'referral-in', v: 1, referral: CAME, patient: FROM_THERE },
    ...{ from: { code: 'BR0977', name: { en: 'Sadar Hospital' } }, at: '2026-11-20T04:30:00.000Z' },
    ...{
      by: 'ravi',
      reason: 'फिर से जाँच',
      summary: {
        person: PERSON,
        allergies: ['सल्फ़ा'],
        severeAllergies: ['सल्फ़ा'],
        vitals: ILL,
        medicines: ['Furosemide 40 mg, 1-0-0'],
      },
    },
  } as object);
  verma = await centre.logIn('dr.verma');
  asha = await centre.logIn('asha');
});
t.afterEach(() => centre.stop());

function listed(code: string, kind: string, en: string, hi: string, more: object = {}): object {
  return {
    ...{ _id: `facility:${code}`, type: 'facility', v: 1, code, kind, name: { en, hi }, status: 'open' },
    ...{ ownership: 'government', state: '10', district: '203', block: '1123', services: [], ...more },
  };
}

const text = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const page = `/referrals/${referralCode(CAME)}`;

async function arrive(person: object = PERSON): Promise<{ patient: PatientId; visit: VisitId }> {
  const patient = await centre.register(person as typeof PERSON);
  const visit = await centre.facility.append(
    { by: 'asha' },
    (draft) => draft.visit({ patient, kind: 'new', station: 'doctor' })._id,
  );
  return { patient, visit };
}

t.test(
  'the doctor finds a facility by name in either script or by code; closed ones are not offered',
  async (t) => {
    for (const q of ['sadar', 'सदर', 'BR0977', 'ज़िला अस्पताल']) {
      const { body } = await verma.get(`/api/search/facility?q=${encodeURIComponent(q)}`);
      t.match(body, 'facility-pick:BR0977', q);
    }
    for (const q of ['bandra', 'rampur']) {
      const { body } = await verma.get(`/api/search/facility?q=${q}`);
      t.same(JSON.parse(body), { found: [] }, `${q}: closed, or the own one`);
    }
  },
);

t.test('what cannot be referred is told by name, and nothing that was typed is lost', async (t) => {
  const { visit } = await arrive();
  const address = `/doctor/${visitPath(visit)}`;
  const wrong: [Record<string, string>, RegExp][] = [
    [{ referralTo: 'BR1042' }, /यह अपना ही केंद्र है/],
    [{ referralTo: 'BR0978' }, /यह केंद्र बंद है/],
    [{ referralTo: 'BR9999' }, /यह केंद्र सूची में नहीं है/],
    [{ findFacility: 'कहीं' }, /केंद्र या अस्पताल/],
    [{ referralTo: 'BR0977', referralReason: 'x'.repeat(1_001) }, /बहुत लंबा/],
  ];
  for (const [fields, words] of wrong) {
    const answer = await verma.post(address, { action: 'sign', seen: '0', referralReason: 'साँस', ...fields });
    t.equal(answer.status, 400, JSON.stringify(fields).slice(0, 60));
    t.match(text(answer.body), words);
    t.match(answer.body, fields['referralReason'] ?? 'साँस');
  }
  t.same(foldVisit(await centre.facility.loadVisit(visit)).referrals, []);
});

t.test(
  'a referral says what the receiver needs; of what a law protects nothing without consent',
  async (t) => {
    const { patient, visit } = await arrive();
    await centre.facility.append({ by: 'dr.verma' }, (draft) =>
      draft.part(visit, 'vitals', { patient, ...ILL, onOxygen: true }),
    );
    await centre.facility.append({ by: 'dr.verma' }, (draft) => {
      draft.patientPart(patient, 'allergy', { substance: 'Sulpha' });
      draft.patientPart(patient, 'allergy', { substance: 'Penicillin', severity: 'severe' });
    });
    const sign = (to: VisitId, fields: Record<string, string>) =>
      verma.post(`/doctor/${visitPath(to)}`, {
        ...{ action: 'sign', seen: '0', once: 'one press', referralTo: 'BR0977', referralReason: 'साँस' },
        ...{ 'complaint.0.code': 'fever', ...fields },
      });
    const [first, second] = await Promise.all([sign(visit, {}), sign(visit, {})]);
    t.same([first.status, second.status], [302, 302]);
    const after = (await verma.get(first.location ?? '')).body;
    t.match(text(after), 'सदर अस्पताल को रेफ़रल लिखा गया');
    const slip = /href="([^"]+slip[.]pdf)"/.exec(after)?.[1] ?? '';
    t.equal((await verma.get(slip)).status, 200, 'and its slip is one press away');
    const { referrals } = foldVisit(await centre.facility.loadVisit(visit));
    t.equal(referrals.length, 1, 'a double click refers once');
    t.match(referrals[0], {
      ...{ to: 'BR0977', facility: 'सदर अस्पताल', v: 6 },
      summary: {
        person: PERSON,
        vitals: { ...ILL, onOxygen: true },
        allergies: ['Penicillin', 'Sulpha'],
        severeAllergies: ['Penicillin'],
        complaints: ['बुखार'],
        doctor: { en: 'Dr Anil Verma' },
      },
    });

    const other = await arrive({ name: 'राधा', sex: 'female' });
    await sign(other.visit, { 'diagnosis.0.code': 'B24', restrict: 'hiv', restrictAsked: 'hiv' });
    const [withheld] = foldVisit(await centre.facility.loadVisit(other.visit)).referrals;
    t.match(withheld?.summary, { withheld: true, person: { name: 'राधा' } });
    t.notOk(withheld?.summary?.diagnoses ?? withheld?.summary?.complaints);

    const elsewhere = await arrive({ name: 'गीता', sex: 'female' });
    await sign(elsewhere.visit, { referralTo: '', referralFacility: 'पटना का अस्पताल' });
    const [paper] = foldVisit(await centre.facility.loadVisit(elsewhere.visit)).referrals;
    t.notOk(paper?.to ?? paper?.summary, 'nobody is told of one in free words');
    const shown = text((await verma.get(`/doctor/${visitPath(elsewhere.visit)}`)).body);
    t.match(shown, 'रेफ़रल पर्चा छापें');
  },
);

t.test(
  'who comes and was registered here before keeps both numbers; a visit of today is taken',
  async (t) => {
    const { patient, visit } = await arrive();
    const asked = await asha.post(`${page}/arrive`, { ...PERSON, priority: 'none' });
    t.match(text(asked.body), 'क्या यही मरीज़ पहले यहाँ दर्ज हुआ था');
    const before = centre.facility.recordCount;
    const tied = await asha.post(`${page}/arrive`, { here: patient, priority: 'none' });
    t.equal(tied.location, `/counter/slip/${visitPath(visit)}`, 'no second token');
    t.equal(centre.facility.recordCount, before + 2, 'the allergy that was told, and the answer');
    t.equal(centre.facility.patients.findById(FROM_THERE.slice('patient:'.length))?.id, patient);
    const came = text((await verma.get(page)).body);
    t.match(came, 'NEWS2 अंक 11 · अधिक जोखिम: डॉक्टर तुरंत देखें', 'reckoned here from what was measured there');
    const consulting = text((await verma.get(`/doctor/${visitPath(visit)}`)).body);
    t.match(consulting, 'एलर्जी: सल्फ़ा (गंभीर)', 'and that it is severe is not lost on the way');
    t.notMatch(consulting, 'अभी कोई दवा नहीं चल रही', 'what he takes is not said to be nothing');
    t.match(
      consulting,
      /रेफ़र होकर आए, यहाँ से: सदर अस्पताल .*20.*वहाँ की नाप .*NEWS2 अंक 11.*वहाँ लिखी दवाएँ फ्यूरोसेमाइड 40 मि.ग्रा./,
    );
    t.equal((await asha.get(`${page}/arrive`)).location, page, 'nobody arrives twice');
    t.equal((await asha.post(`${page}/arrive`, { here: patient, priority: 'none' })).location, page);
  },
);

t.test('a clerk registers and reads no findings; nobody answers what is not his to answer', async (t) => {
  const shown = text((await asha.get(page)).body);
  t.match(shown, /सुनीता देवी.*मरीज़ आ गया/);
  t.match(shown, '98XXXX3210');
  t.notMatch(shown, PERSON.mobile, 'as on every card, the number shows its ends only');
  t.notMatch(shown, /फिर से जाँच|सल्फ़ा/);
  t.equal((await asha.post(page, { status: 'accepted' })).status, 403);
  t.equal((await verma.get(`${page}/arrive`)).status, 403);
  t.equal((await verma.post(page, { status: 'arrived' })).status, 400);
  const mohan = await centre.logIn('mohan');
  t.equal((await mohan.get('/referrals')).status, 403, 'the operator sees no patients');
  t.equal((await verma.get('/referrals/BR0977-20261120-009-1')).status, 404);
  t.match(
    text((await asha.get('/referrals?q=BR0977-20261120-009-1')).body),
    'हो सकता है कि लाइन न होने से अभी न आया हो',
  );
  t.equal((await asha.get('/counter?q=BR0977-20261120-007-1')).location, page, 'also at the counter');
  t.equal((await asha.get('/referrals?q=br0977-20261120-007-1')).location, page, 'a scan opens it');
});

t.test('a page that stood open answers nothing that it had not seen; nothing typed is lost', async (t) => {
  const seenOn = (body: string): string => /name="seen" value="(\d+)"/.exec(body)?.[1] ?? '';
  const stale = seenOn((await verma.get(page)).body);
  t.equal((await verma.post(page, { status: 'accepted', seen: stale })).status, 302);
  const refused = await verma.post(page, { status: 'returned', feedback: 'आज सर्जन नहीं', seen: stale });
  t.equal(refused.status, 400);
  t.match(
    text(refused.body),
    /आपका जवाब नहीं लिखा गया.*मान लिया: मरीज़ आ सकता है .*डॉ. अनिल वर्मा.*अब ये हो सकते हैं: वापस करें.*आज सर्जन नहीं/,
    'which step, by whom, and what may be said now',
  );
  const answers = () => centre.facility.referrals.answersTo(CAME).map(({ status }) => status);
  t.same(answers(), ['accepted']);
  const meant = { status: 'returned', feedback: 'आज सर्जन नहीं', seen: seenOn(refused.body) };
  t.equal((await verma.post(page, meant)).status, 302, 'a change of mind, from the page as it stands');
  t.same(answers(), ['accepted', 'returned']);
  const late = await verma.post(page, { status: 'accepted', seen: stale });
  t.match(text(late.body), /वापस किया.*आज सर्जन नहीं.*अब यहाँ और कोई जवाब नहीं दिया जा सकता/);
});

t.test(
  'the list shows the open ones in pages; what has ended, one direction or some days on demand',
  async (t) => {
    const name = (n: number): string => `मरीज़ ${String(n).padStart(2, '0')} जी`;
    const came = (n: number) => `visit:BR0977:20261118-${String(n).padStart(3, '0')}:referral:1`;
    await centre.facility.databases.inbox.bulkDocs(
      Array.from({ length: 29 }, (_, index) => index + 10).map((n): object => ({
        ...{ _id: `referral:${came(n)}`, type: 'referral-in', v: 1, referral: came(n) },
        ...{ patient: patientId('BR0977', n), from: { code: 'BR0977' }, by: 'ravi', reason: 'x' },
        ...{ at: `2026-11-18T04:${n}:00.000Z`, ...(n === 38 && { urgent: true }) },
        summary: { person: { name: name(n), sex: 'male' } },
      })),
    );
    await verma.post(`/referrals/${referralCode(came(12))}`, { status: 'returned', feedback: 'आज नहीं' });
    const shown = async (query: string): Promise<string[]> => {
      const { body } = await verma.get(`/referrals${query}`);
      return [...text(body).matchAll(/मरीज़ (\d\d) जी|सुनीता देवी/g)].map(([all, n = all]) => n);
    };
    const first = await shown('');
    t.same([first.length, ...first.slice(0, 3)], [25, '38', '10', '11'], 'the urgent one, then the oldest');
    t.same(await shown('?page=2'), ['35', '36', '37', 'सुनीता देवी']);
    const whole = text((await verma.get('/referrals')).body);
    t.match(whole, /आए हुए: 29 बाकी.*पिछले 30 दिन में पूरे हुए.*29 रेफ़रल.*2 में से 1/);
    t.same(await shown('?state=ended'), ['12']);
    t.same(await shown('?state=returned&from=2026-11-21'), ['12'], 'by the day of the last word');
    t.same(await shown('?state=ended&to=20.11.2026'), []);
    t.same(await shown('?way=out'), []);
    t.match(text((await verma.get('/referrals?way=out')).body), 'यहाँ से अभी तक कोई रेफ़र नहीं किया गया');
    for (const [query, words] of [
      ['?state=ended&from=31.02.2026', 'तारीख'],
      ['?state=ended&from=2026-11-21&to=2026-11-20', 'आख़िरी दिन पहले दिन से पहले का है'],
    ] as const) {
      const wrong = await verma.get(`/referrals${query}`);
      t.equal(wrong.status, 400, query);
      t.match(text(wrong.body), words);
      t.match(wrong.body, /value="(31.02.2026|2026-11-20)"/, 'what was typed stands there');
    }
  },
);

t.test('the list says as of when its news are, and where there has been none', async (t) => {
  t.match((await verma.get('/referrals')).body, 'ज़िला सर्वर से अभी कोई जानकारी नहीं आई');
  centre.facility.followSync({ travel: () => null, heardAt: () => '2026-11-21T04:12:00.000Z' });
  t.match((await verma.get('/referrals')).body, 'ज़िला सर्वर से जानकारी: 09:42 बजे तक की');
});

t.test('what the sender told is read in the reader’s language, its own words as they are', async (t) => {
  const id = 'visit:BR0977:20261120-008:referral:1';
  await centre.facility.databases.inbox.put({
    ...{ _id: `referral:${id}`, type: 'referral-in', v: 1, referral: id, patient: patientId('BR0977', 13) },
    ...{ from: { code: 'BR0977' }, at: '2026-11-20T04:30:00.000Z', by: 'ravi', reason: 'x' },
    summary: {
      person: PERSON,
      complaints: ['बुखार (3 दिन)', 'चक्कर आता है (1 दिन)'],
      medicines: [
        'Paracetamol 500 mg, 1-0-1 × 5 दिन',
        'Zinc sulphate 20 mg dispersible tablet, 1-0-0',
        'Own mixture, 1-0-0 × 2 दिन',
      ],
    },
  } as object);
  const address = `/referrals/${referralCode(id)}`;
  const hindi = text((await verma.get(address)).body);
  t.match(hindi, 'बुखार (3 दिन)');
  t.match(hindi, 'पैरासिटामोल 500 मि.ग्रा., 1-0-1 × 5 दिन');
  t.match(hindi, 'जिंक सल्फेट 20 मि.ग्रा. घुलनशील गोली, 1-0-0');
  await verma.post('/language', { 'switch-language': 'en', back: '/' });
  const english = text((await verma.get(address)).body);
  t.match(english, 'Fever (3 days)');
  t.match(english, 'चक्कर आता है (1 day)');
  t.match(english, 'Paracetamol 500 mg, 1-0-1 × 5 days');
  t.match(english, 'Own mixture, 1-0-0 × 2 days');
});

/** One that dr.verma signs; gives its page. */
async function send(urgent = false): Promise<string> {
  const { visit } = await arrive();
  await verma.post(`/doctor/${visitPath(visit)}`, {
    ...{ action: 'sign', seen: '0', referralTo: 'BR0977', referralReason: 'साँस' },
    ...(urgent && { referralUrgent: 'yes' }),
  });
  const [referral] = foldVisit(await centre.facility.loadVisit(visit)).referrals;
  return `/referrals/${referralCode(referral?._id ?? '')}`;
}

/** As the router copies it from the receiver's ledger. */
async function told(referral: string, n: number, status: string): Promise<void> {
  const reply = `referral:BR0977:${n}`;
  await centre.facility.databases.inbox.put({
    ...{ _id: `referral-reply:${reply}`, type: 'referral-reply', v: 1, reply, referral, from: 'BR0977' },
    ...{ status, at: '2026-11-21T04:29:00.000Z', by: 'ravi' },
  } as object);
}

t.test('the sender takes back what is open, says why, and is asked at once to where instead', async (t) => {
  const sent = await send();
  t.match((await verma.get(sent)).body, `${sent}/cancel`);
  t.equal((await asha.get(`${sent}/cancel`)).status, 403, 'a clerk does not');
  const form = (await verma.get(`${sent}/cancel`)).body;
  t.match(text(form), /सदर अस्पताल को.*साँस.*ग़लत केंद्र चुना गया.*मरीज़ की मृत्यु हो गई/);
  for (const [fields, words] of [
    [{}, 'यह भरना ज़रूरी है'],
    [{ reason: 'tired' }, 'सूची'],
    [{ reason: 'other' }, 'ज़रूरी'],
  ] as const) {
    const wrong = await verma.post(`${sent}/cancel`, { note: '', ...fields });
    t.equal(wrong.status, 400, JSON.stringify(fields));
    t.match(text(wrong.body), words);
  }
  const why = { reason: 'wrong-facility', note: 'वहाँ सर्जन नहीं', seen: '0', once: 'one press' };
  const [first, second] = await Promise.all([
    verma.post(`${sent}/cancel`, why),
    verma.post(`${sent}/cancel`, why),
  ]);
  t.same([first.location, second.location], [`${sent}/again`, `${sent}/again`]);
  const again = (await verma.get(`${sent}/again`)).body;
  t.match(again, /<textarea[^>]*name="reason"[^>]*>\s*साँस</, 'what was written is kept');
  const shown = text((await verma.get(sent)).body);
  t.match(shown, /रद्द किया.*ग़लत केंद्र चुना गया: वहाँ सर्जन नहीं.*दूसरा केंद्र चुनें/);
  t.equal(shown.match(/ग़लत केंद्र चुना गया/g)?.length, 1, 'a double click takes it back once');
  t.match(text((await verma.get('/referrals')).body), 'भेजे हुए: 0 बाकी');
  t.match(text((await verma.get('/referrals?state=cancelled')).body), /सुनीता देवी.*वहाँ सर्जन नहीं.*रद्द/);
  t.match((await verma.get(`${sent}/cancel`)).location, sent, 'nor a second time');
  t.equal((await verma.get(`${sent}/slip.pdf`)).status, 200);
  const elsewhere = await verma.post(`${sent}/again`, { elsewhere: 'पटना', reason: 'साँस' });
  t.equal(elsewhere.status, 302);
  t.match(text((await verma.get(sent)).body), 'रद्द किया', 'the first stays readable');
});

t.test('who cancels hears first what was said there meanwhile, and nothing typed is lost', async (t) => {
  const sent = await send(true);
  const id = [...centre.facility.referrals.sent()].at(-1)?.id ?? '';
  await told(id, 4, 'accepted');
  const why = { reason: 'refused', note: 'घर वाले नहीं माने', seen: '0' };
  const refused = await verma.post(`${sent}/cancel`, why);
  t.equal(refused.status, 400);
  t.match(text(refused.body), /इस बीच वहाँ से यह कहा गया: .*मान लिया.*घर वाले नहीं माने/);
  t.same(centre.facility.referrals.cancelsOf(id), []);
  const seen = /name="seen" value="(\d+)"/.exec(refused.body)?.[1] ?? '';
  t.equal((await verma.post(`${sent}/cancel`, { ...why, seen })).location, sent);
  t.match(text((await verma.get(sent)).body), /मान लिया.*रद्द किया.*मरीज़ या परिवार ने मना किया/);
  await told(id, 5, 'arrived');
  t.match(text((await verma.get('/referrals')).body), /भेजे हुए: 1 बाकी.*नया जवाब/);
  t.match(text((await verma.get(sent)).body), /रद्द किया .*मरीज़ फिर भी पहुँचा: यह रद्द नहीं माना जाता/);
});

t.test('what the sender took back is struck at the receiver, told as new, and no longer open', async (t) => {
  const cancel = 'visit:BR0977:20261120-007:referral-cancel:1';
  await verma.post(page, { status: 'accepted' });
  const open = await verma.get(page);
  await centre.facility.databases.inbox.put({
    ...{ _id: `referral-cancel:${cancel}`, type: 'referral-cancel', v: 1, cancel, referral: CAME },
    ...{ from: 'BR0977', at: '2026-11-20T06:00:00.000Z', by: 'ravi', reason: 'died' },
    ...{ reasonName: { hi: 'मरीज़ की मृत्यु हो गई', en: 'The patient died' }, note: 'रात में' },
  } as object);
  const seen = /name="seen" value="(\d+)"/.exec(open.body)?.[1] ?? '';
  const late = await verma.post(page, { status: 'returned', feedback: 'आज सर्जन नहीं', seen });
  t.equal(late.status, 400);
  t.match(
    text(late.body),
    /आपका जवाब नहीं लिखा गया.*भेजने वाले ने रद्द किया.*रात में.*अब यहाँ और कोई जवाब नहीं.*आज सर्जन नहीं/,
    'and what was typed is still there',
  );
  const list = (await verma.get('/referrals')).body;
  t.match(text(list), /आए हुए: 0 बाकी.*सुनीता देवी.*मरीज़ की मृत्यु हो गई: रात में.*नया.*रद्द/);
  t.match(list, 'referral-cancelled');
  t.notMatch(text((await asha.get('/referrals')).body), 'मृत्यु', 'why is not for the clerk');
  t.match((await asha.get('/')).body, 'nav-count');
  t.match(
    text((await verma.get(page)).body),
    /भेजने वाले ने रद्द किया.*मरीज़ की मृत्यु हो गई: रात में.*मान लिया.*तब तक वहाँ पता नहीं था/,
  );
  t.notMatch(text((await verma.get('/referrals')).body), 'सुनीता देवी', 'read, it is news no more');
  t.match(text((await verma.get('/referrals?state=cancelled')).body), 'सुनीता देवी');
  t.match(text((await asha.get(`${page}/arrive`)).body), 'भेजने वाले ने यह रेफ़रल रद्द कर दिया है');
  const came = await asha.post(`${page}/arrive`, { ...PERSON, priority: 'none' });
  t.equal(came.status, 302, 'who stands at the counter all the same is registered');
  const after = text((await verma.get('/referrals')).body);
  t.match(after, /आए हुए: 1 बाकी.*सुनीता देवी/);
});

t.test('no other house takes a referral back', async (t) => {
  await centre.facility.databases.inbox.put({
    ...{ _id: 'referral-cancel:x', type: 'referral-cancel', v: 1, referral: CAME, from: 'BR0001' },
    ...{ cancel: 'visit:BR0001:20261120-007:referral-cancel:1', by: 'ravi', reason: 'died' },
    ...{ at: '2026-11-20T06:00:00.000Z', reasonName: { hi: 'मृत्यु', en: 'died' } },
  } as object);
  t.match(text((await verma.get('/referrals')).body), 'आए हुए: 1 बाकी');
});
