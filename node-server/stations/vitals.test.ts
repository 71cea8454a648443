import t from 'tap';
import { istTime } from '../../records/day.js';
import { printedPatientId, type VisitId } from '../../records/ids.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import type { Demographics } from '../../records/people.js';
import { foldVisit } from '../../records/visit-fold.js';
import { CENTRE_PASSWORD, openStationCentre, type StationCentre } from '../../tests/station-centre.js';
import type { HttpUser } from '../../tests/http-user.js';
import { counterPages } from './counter.js';
import { queuePages } from './queue.js';
import { vitalsPages } from './vitals.js';
import { visitPath } from './visit-path.js';

let centre: StationCentre;
let nisha: HttpUser;
t.beforeEach(async () => {
  centre = await openStationCentre((facility) => [
    queuePages(facility),
    vitalsPages(facility),
    counterPages(facility),
  ]);
  nisha = await centre.logIn('nisha');
});
t.afterEach(() => centre.stop());

const WOMAN: Demographics = { name: 'सीता देवी', sex: 'female', birthDate: '1992' };

async function arrive(person: Demographics = WOMAN): Promise<VisitId> {
  const patient = await centre.register(person);
  return centre.facility.append(
    { by: 'asha' },
    (draft) => draft.visit({ patient, kind: 'new', station: 'vitals' })._id,
  );
}
const view = async (visit: VisitId) => foldVisit(await centre.facility.loadVisit(visit));
const address = (visit: VisitId): string => `/vitals/${visitPath(visit)}`;
const text = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

void t.test('one save writes the vitals and sends the patient to the doctor', async (t) => {
  const visit = await arrive();
  const before = centre.facility.recordCount;
  const answer = await nisha.post(address(visit), {
    temperatureC: '३७.२',
    pulse: '82',
    systolic: '122',
    diastolic: '78',
    weightKg: '51.5',
    consciousness: 'alert',
    pregnant: 'yes',
    note: 'पैर में सूजन',
    seen: '0',
  });
  t.equal(answer.location, `/vitals?saved=${visitPath(visit)}`);
  const { vitals, moves, station } = await view(visit);
  t.match(vitals, [
    {
      temperatureC: 37.2,
      pulse: 82,
      systolic: 122,
      weightKg: 51.5,
      pregnant: true,
      note: 'पैर में सूजन',
      by: 'nisha',
    },
  ]);
  t.match(moves, [{ action: 'transfer', station: 'vitals', to: 'doctor' }]);
  t.equal(station, 'doctor');
  t.equal(centre.facility.recordCount, before + 2);
});

void t.test('a likely typing slip is asked about, and everything typed comes back', async (t) => {
  const visit = await arrive();
  const typed = { pulse: '290', systolic: '130', diastolic: '80', note: '<b>दर्द</b>', seen: '0' };
  const asked = await nisha.post(address(visit), typed);
  t.equal(asked.status, 400);
  t.match(text(asked.body), 'क्या 290 सही है?');
  t.match(asked.body, 'value="290"');
  t.match(asked.body, 'value="130"');
  t.match(asked.body, '&lt;b&gt;दर्द&lt;/b&gt;');
  t.match(asked.body, 'name="confirmed" value="pulse=290"');
  t.equal((await view(visit)).vitals.length, 0);

  const other = await nisha.post(address(visit), { ...typed, pulse: '295', confirmed: 'pulse=290' });
  t.equal(other.status, 400, 'a yes counts for the value that was asked about');
  const yes = await nisha.post(address(visit), { ...typed, confirmed: 'pulse=290' });
  t.equal(yes.status, 302);
  t.match((await view(visit)).vitals, [{ pulse: 290, confirmed: ['pulse'], note: '<b>दर्द</b>' }]);
});

void t.test(
  'a temperature in °F is asked about, or simply taken where the thermometer shows °F',
  async (t) => {
    const visit = await arrive();
    const asked = await nisha.post(address(visit), { temperatureC: '101.3', seen: '0' });
    t.match(text(asked.body), '101.3 °F = 38.5 °C');
    await nisha.post(address(visit), { temperatureC: '101.3', confirmed: 'temperatureC=101.3F', seen: '0' });
    t.match((await view(visit)).vitals, [{ temperatureC: 38.5 }]);
    const other = await arrive();
    await nisha.post(address(other), { temperatureC: '98.6', temperatureUnit: 'F', seen: '0' });
    t.match((await view(other)).vitals, [{ temperatureC: 37 }]);
    t.match((await nisha.get(address(other))).body, /value="F" checked/, 'this nurse has such a thermometer');
    const third = await arrive();
    await nisha.post(address(third), { temperatureC: '101.2', temperatureUnit: 'F', seen: '0' });
    t.match((await view(third)).vitals, [{ temperatureC: 38.44 }], '38.4 would come back as 101.1 °F');
    t.match(text((await nisha.get(address(third))).body), /38\.4 °C/, 'pages show a tenth');
  },
);

void t.test('what is impossible is refused with its field named', async (t) => {
  const visit = await arrive();
  for (const [name, value, words] of [
    ['pulse', '-1', '2 से 400 के बीच'],
    ['pulse', '1000000000', '1000000 या उससे कम'],
    ['pulse', 'तेज़', 'केवल संख्या'],
    ['pulse', '80.5', 'पूरी संख्या'],
    ['spo2', '101', '10 से 100 के बीच'],
    ['weightKg', '0', 'के बीच'],
    ['consciousness', 'asleep', 'सूची में से चुनें'],
    ['height', '170', 'इस फ़ॉर्म में नहीं'],
    ['note', 'x'.repeat(1001), 'बहुत लंबा'],
  ] as const) {
    const answer = await nisha.post(address(visit), { [name]: value, seen: '0' });
    t.equal(answer.status, 400, `${name}=${value.slice(0, 20)}`);
    t.match(text(answer.body).replaceAll(',', ''), words, `${name}=${value.slice(0, 20)}`);
  }
  const crossed = await nisha.post(address(visit), { systolic: '80', diastolic: '120', seen: '0' });
  t.match(text(crossed.body), 'ऊपर वाले (80) से कम');
  t.equal((await view(visit)).vitals.length, 0);
});

void t.test('danger is said in words, with the score, and the patient may go first', async (t) => {
  const visit = await arrive({ name: 'मोहन', sex: 'male', birthDate: '1960' });
  const saved = await nisha.post(address(visit), {
    systolic: '188',
    diastolic: '104',
    pulse: '132',
    respiratoryRate: '26',
    spo2: '90',
    temperatureC: '39.4',
    consciousness: 'alert',
    seen: '0',
  });
  const page = text((await nisha.get(saved.location ?? '')).body);
  t.match(page, 'ख़तरे के संकेत');
  t.match(page, 'बीपी बहुत अधिक: तुरंत डॉक्टर को दिखाएं');
  t.match(page, /NEWS2 अंक 1\d/);
  await nisha.post('/queue/move', {
    action: 'prioritise',
    visit,
    station: 'doctor',
    priority: 'emergency',
    back: '/vitals',
  });
  t.equal(centre.facility.queue.entry(visit)?.priority, 'emergency');
});

void t.test(
  'whoever the score says is very ill goes first without a press, is named, and may be put back',
  async (t) => {
    const calm = await arrive();
    await nisha.post(address(calm), { pulse: '76', systolic: '118', diastolic: '76', seen: '0' });
    const ill = await arrive({ name: 'गीता', sex: 'female', birthDate: '1970' });
    const readings = { spo2: '89', systolic: '92', diastolic: '60', pulse: '118', respiratoryRate: '26' };
    const saved = await nisha.post(address(ill), {
      ...{ ...readings, temperatureC: '37', temperatureUnit: 'C', consciousness: 'alert', seen: '0' },
    });
    const { moves } = await view(ill);
    t.match(moves[0], { action: 'prioritise', priority: 'emergency', reason: 'NEWS2 10' });
    const [first] = centre.facility.queue.waiting('doctor');
    t.equal(first?.visit, ill, 'she stands before whoever came earlier');
    const page = (await nisha.get(saved.location ?? '')).body;
    t.match(text(page), 'अपने-आप आपातकाल में रखा गया');
    t.match(
      /class="reading-attention"><dt>बीपी<\/dt><dd>92\/60/.exec(page),
      Array,
      'the pressure is marked, too',
    );
    t.match(text(page), 'बीपी कम');
    const board = text((await nisha.get('/queue')).body);
    t.match(board, /पहले देखें: टोकन 2, गीता: NEWS2 10 · तुरंत/);
    t.equal(board.match(/NEWS2 10 · तुरंत/g)?.length, 2, 'on top, and on the row');
    const asha = await centre.logIn('asha');
    t.notMatch((await asha.get('/queue')).body, 'NEWS2', 'whoever keeps the door reads no findings');
    await nisha.post('/queue/move', {
      ...{ action: 'prioritise', visit: ill, station: 'doctor', priority: 'none', back: '/vitals' },
    });
    t.equal(centre.facility.queue.entry(ill)?.priority, null);
    t.match(text((await nisha.get('/queue')).body), 'NEWS2 10 · तुरंत', 'the mark stays');
  },
);

void t.test('the nurse reads why the patient came, and is asked only what can count', async (t) => {
  const arriveFor = async (birthDate: string) => {
    const patient = await centre.register({ name: 'सीता देवी', sex: 'female', birthDate });
    const visit = await centre.facility.append(
      { by: 'asha' },
      (draft) => draft.visit({ patient, kind: 'new', station: 'vitals', reason: 'साँस फूलना' })._id,
    );
    return (await nisha.get(address(visit))).body;
  };
  const newborn = await arriveFor('2026-11-15');
  t.match(text(newborn), /आने का कारण: साँस फूलना/);
  t.notMatch(newborn, 'value="confusion"');
  t.match(newborn, 'value="voice"');
  const woman = await arriveFor('1980');
  t.match(woman, 'value="confusion"');
  t.match(woman, /value="F" checked/, 'as the paper slip has it');
  const systolic = /<div class="reading-pair">(.*?)name="weightKg"/s.exec(woman)?.[1] ?? '';
  t.match(systolic, /name="systolic".*name="diastolic"/s, 'the two halves stand together');
  const other = await arrive();
  await nisha.post(address(other), { temperatureC: '37', temperatureUnit: 'C', seen: '0' });
  t.match(await arriveFor('1980'), /value="C" checked/, 'what was used last');
});

void t.test('calm vitals bring the nurse straight back to the queue without an alarm', async (t) => {
  const visit = await arrive();
  const saved = await nisha.post(address(visit), {
    pulse: '76',
    systolic: '118',
    diastolic: '76',
    seen: '0',
  });
  t.notMatch((await nisha.get(saved.location ?? '')).body, 'after-vitals');
});

void t.test('nothing is obligatory, but an empty form goes on only on purpose', async (t) => {
  const visit = await arrive();
  const empty = await nisha.post(address(visit), { action: 'save', seen: '0' });
  t.equal(empty.status, 400);
  t.match(text(empty.body), 'कुछ भरा नहीं है');
  const passed = await nisha.post(address(visit), { action: 'pass', seen: '0' });
  t.equal(passed.status, 302);
  const { vitals, moves, station } = await view(visit);
  t.same(vitals, []);
  t.match(moves, [{ action: 'transfer', reason: 'no vitals' }]);
  t.equal(station, 'doctor');
});

void t.test('a double click makes one record; a second nurse is told, and may add hers', async (t) => {
  const visit = await arrive();
  const form = { pulse: '80', seen: '0', once: 'one-page' };
  await Promise.all([nisha.post(address(visit), form), nisha.post(address(visit), form)]);
  t.equal((await view(visit)).vitals.length, 1);
  const late = await nisha.post(address(visit), { pulse: '84', seen: '0' });
  t.equal(late.status, 400);
  t.match(text(late.body), 'इस बीच किसी और ने');
  t.match(late.body, 'name="seen" value="1"');
  t.match(late.body, 'value="84"');
  await nisha.post(address(visit), { pulse: '84', seen: '1' });
  const { vitals, moves, station } = await view(visit);
  t.equal(vitals.length, 2);
  t.equal(moves.length, 1, 'the patient is at the doctor already and stays there');
  t.equal(station, 'doctor');
});

void t.test('earlier vitals stand beside the form; the arm is measured in small children only', async (t) => {
  const patient = await centre.register({ name: 'गुड़िया', sex: 'female', birthDate: '2024-05' });
  const visits: VisitId[] = [];
  for (const weightKg of [9.1, 9.8]) {
    visits.push(
      await centre.facility.append({ by: 'asha' }, (draft) => {
        const visit = draft.visit({ patient, kind: 'returning', station: 'vitals' })._id;
        draft.part(visit, 'vitals', { patient, weightKg });
        draft.part(visit, 'move', { patient, action: 'leave', station: 'counter' });
        return visit;
      }),
    );
    centre.clock.now += 86_400_000;
  }
  nisha = await centre.logIn('nisha');
  const today = await centre.facility.append(
    { by: 'asha' },
    (draft) => draft.visit({ patient, kind: 'returning', station: 'vitals' })._id,
  );
  const page = (await nisha.get(address(today))).body;
  t.match(text(page), '9.8 kg');
  t.match(text(page), '9.1 kg');
  t.match(page, 'name="muacMm"');
  t.notMatch(page, 'name="pregnant"');
  const grown = await nisha.get(address(await arrive()));
  t.notMatch(grown.body, 'name="muacMm"');
  t.match(grown.body, 'name="pregnant"');
});

void t.test('a slip that is closed takes no vitals', async (t) => {
  const visit = await arrive();
  await nisha.post('/queue/move', { action: 'leave', visit, station: 'vitals' });
  const answer = await nisha.post(address(visit), { pulse: '80', seen: '0' });
  t.equal(answer.status, 409);
  t.equal((await view(visit)).vitals.length, 0);
});

void t.test('a token opens its form, also in Hindi digits; one that is not there is said so', async (t) => {
  const visit = await arrive();
  t.equal((await nisha.get('/vitals?token=%E0%A5%A7')).location, address(visit));
  const none = await nisha.get('/vitals?token=99');
  t.equal(none.status, 404);
  t.match(text(none.body), 'आज इस नंबर का कोई टोकन नहीं है');
  t.equal((await nisha.get('/vitals/20261121-099')).status, 404);
  t.equal((await nisha.get('/vitals/<script>')).status, 404);
});

void t.test('a child’s weight is held against the last one, which stands there with its date', async (t) => {
  const patient = await centre.register({ name: 'गुड़िया', sex: 'female', birthDate: '2024-05' });
  const come = () =>
    centre.facility.append(
      { by: 'asha' },
      (draft) => draft.visit({ patient, kind: 'returning', station: 'vitals' })._id,
    );
  const first = await come();
  t.equal((await nisha.post(address(first), { weightKg: '12.4', heightCm: '86' })).status, 302);
  await nisha.post('/queue/move', { action: 'leave', visit: first, station: 'doctor' });
  await centre.facility.append({ by: 'asha' }, (draft) => {
    draft.part(first, 'move', { patient, action: 'finish', station: 'doctor' });
  });
  centre.clock.now += 25 * 86_400_000;
  nisha = await centre.logIn('nisha');
  const visit = await come();
  t.match(text((await nisha.get(address(visit))).body), 'पिछली बार 12.4 kg, 21 नव॰ 2026');

  const typed = { weightKg: '21.4', heightCm: '86.5', seen: '0' };
  const asked = await nisha.post(address(visit), typed);
  t.equal(asked.status, 400);
  t.match(text(asked.body), 'पिछली बार (21 नव॰ 2026) 12.4 kg था, अब 21.4 kg: क्या यह सही है?');
  t.match(asked.body, 'name="confirmed" value="weightKg=21.4"');
  t.equal((await view(visit)).vitals.length, 0, 'nothing is saved before the answer');
  t.equal((await nisha.post(address(visit), { ...typed, confirmed: 'weightKg=21.4' })).status, 302);
  t.match((await view(visit)).vitals, [{ weightKg: 21.4, confirmed: ['weightKg'] }]);
  t.match(text((await nisha.get(address(visit))).body), 'पूछकर पक्का किया', 'and whoever reads it is told');
});

void t.test('a weight that another centre told of is compared where the patient agreed', async (t) => {
  const visit = await arrive();
  const { patient } = await view(visit);
  const told = (id: string, record: object): LedgerRecord =>
    ({ _id: id, n: 4, at: '2026-11-03T05:00:00Z', by: 'rani', v: 1, patient, ...record }) as LedgerRecord;
  let scope: [] | null = null;
  centre.facility.followHistories({
    kept: () =>
      Promise.resolve({
        ...{ patient, at: '2026-11-20T05:00:00Z', until: '2026-12-20T05:00:00Z', scope },
        head: { holders: [], patients: [patient] } as never,
        records: [told('visit:BR0977:20261103-007:vitals:1', { type: 'vitals', weightKg: 48 })],
      }),
    toldAllergies: () => [],
  });
  const page = text((await nisha.get(address(visit))).body);
  t.notMatch(page, '48', 'what a doctor opened with a reason is not every nurse’s');
  scope = [];
  const asked = await nisha.post(address(visit), { weightKg: '84', seen: '0' });
  t.match(text(asked.body), 'पिछली बार (3 नव॰ 2026) 48 kg था, अब 84 kg');
});

void t.test(
  'everything that is wrong with a form is said at once, in the page’s order, with links',
  async (t) => {
    const visit = await arrive();
    const answer = await nisha.post(address(visit), {
      ...{ note: 'x'.repeat(1001), spo2: '101', systolic: '80', diastolic: '120' },
      ...{ temperatureC: 'गर्म', pulse: '290', seen: '0' },
    });
    t.equal(answer.status, 400);
    const links = [...answer.body.matchAll(/<li><a href="#f-(\w+)">/g)].map(([, field]) => field);
    t.same(links, ['temperatureC', 'pulse', 'diastolic', 'spo2', 'note']);
  },
);

void t.test(
  'a form that waits behind the log-in says whose it is by token and time, and names nobody',
  async (t) => {
    const visit = await arrive();
    centre.clock.now += 10 * 3_600_000;
    const sentAt = istTime(centre.clock.now);
    const asked = await nisha.post(address(visit), { pulse: '82', seen: '0' });
    t.equal(asked.status, 401);
    t.match(text(asked.body), `नर्स की जाँच, टोकन 1, ${sentAt} बजे भेजा`);
    t.notMatch(asked.body, 'सीता');
    const carried = unescapeHtml(/name="carried" value="([^"]*)"/.exec(asked.body)?.[1] ?? '');
    centre.clock.now += 26 * 3_600_000;
    const wrong = await nisha.post('/login', { name: 'nisha', password: 'oops', carried });
    t.match(
      text(wrong.body),
      `टोकन 1, ${sentAt} बजे`,
      'also after a wrong password, with the time of the sending',
    );
    const late = await nisha.post(address(visit), { pulse: '82', seen: '0' });
    t.match(text(late.body), 'टोकन 1 (21 नव॰ 2026)', 'an earlier day is said');
    const offered = await nisha.post('/login', { name: 'nisha', password: CENTRE_PASSWORD, carried });
    t.match(text(offered.body), `टोकन 1, ${sentAt} बजे`);
  },
);

void t.test('of a patient’s form the number is said, of any other only what it is', async (t) => {
  centre.clock.now += 10 * 3_600_000;
  const patient = printedPatientId(await centre.register(WOMAN));
  const issue = await nisha.post(`/counter/patient/${patient}`, { priority: 'none' });
  t.match(text(issue.body), `काउंटर का फ़ॉर्म, मरीज़ ${patient}`);
  t.match(text((await nisha.post('/queue/room', { room: '2' })).body), 'रखा है, अभी सहेजा नहीं: कतार,');
});

function unescapeHtml(html: string): string {
  return html.replaceAll('&quot;', '"').replaceAll('&#34;', '"').replaceAll('&amp;', '&');
}
