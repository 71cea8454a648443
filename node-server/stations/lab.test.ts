import t from 'tap';
import type { VisitId } from '../../records/ids.js';
import type { Demographics } from '../../records/people.js';
import { foldVisit } from '../../records/visit-fold.js';
import type { HttpUser } from '../../tests/http-user.js';
import { openStationCentre, type StationCentre } from '../../tests/station-centre.js';
import { labPages } from './lab.js';
import { OpenWork } from './open-work.js';
import { queuePages } from './queue.js';
import { visitPath } from './visit-path.js';

let centre: StationCentre;
let imran: HttpUser;
t.beforeEach(async () => {
  centre = await openStationCentre((facility) => [queuePages(facility), labPages(facility)]);
  await centre.facility.append({ by: 'asha' }, (draft) => {
    draft.staff({ staff: 'imran', name: { hi: 'इमरान', en: 'Imran' }, roles: ['lab'], active: true });
    draft.staff({ staff: 'pushpa', name: { hi: 'पुष्पा', en: 'Pushpa' }, roles: ['incharge'], active: true });
  });
  imran = await centre.logIn('imran');
});
t.afterEach(() => centre.stop());

const WOMAN: Demographics = { name: 'सीता <b>देवी</b>', sex: 'female', birthDate: '1992' };

/** A visit at the lab, with one order of these tests. */
async function order(
  tests: string[],
  more: { urgent?: boolean; person?: Demographics } = {},
): Promise<VisitId> {
  const patient = await centre.register(more.person ?? WOMAN);
  const visit = await centre.facility.append(
    { by: 'asha' },
    (draft) => draft.visit({ patient, kind: 'new', station: 'doctor' })._id,
  );
  await centre.facility.append({ by: 'dr.verma', visits: [visit] }, (draft) => {
    draft.part(visit, 'lab-order', { patient, tests, ...(more.urgent && { urgent: true }) });
    draft.part(visit, 'move', { patient, station: 'doctor', action: 'transfer', to: 'lab' });
  });
  return visit;
}
const view = async (visit: VisitId) => foldVisit(await centre.facility.loadVisit(visit));
const address = (visit: VisitId): string => `/lab/${visitPath(visit)}`;
const text = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const find = async (visit: VisitId, test: string) =>
  (await view(visit)).labOrders.flatMap(({ tests }) => tests).find((one) => one.test === test);

void t.test(
  'all results in one save send the patient back to the doctor, flagged for age and sex',
  async (t) => {
    const visit = await order(['HB', 'MPS', 'RBS']);
    t.match(text((await imran.get(address(visit))).body), '12.0–15.0 g/dL');
    const answer = await imran.post(address(visit), { 'r1.HB': '११.२', 'r1.MPS': 'neg', 'r1.RBS': '110' });
    t.equal(answer.location, `${address(visit)}/results`);
    t.match((await find(visit, 'HB'))?.result, {
      value: 11.2,
      unit: 'g/dL',
      range: '12.0–15.0 g/dL',
      flag: 'low',
      order: `${visit}:lab-order:1`,
      by: 'imran',
    });
    t.match((await find(visit, 'MPS'))?.result, { value: 'neg', flag: 'normal' });
    const after = await view(visit);
    t.equal(after.station, 'doctor');
    t.match(after.moves.at(-1), { action: 'transfer', station: 'lab', to: 'doctor' });
    t.match(text((await imran.get(`${address(visit)}/results`)).body), /हीमोग्लोबिन 11\.2 g\/dL/);
  },
);

void t.test(
  'some tests may be entered later, and the order stays open wherever the patient is',
  async (t) => {
    const visit = await order(['HB', 'AFB']);
    await imran.post(address(visit), { 'r1.HB': '12.5' });
    t.equal((await view(visit)).station, 'lab', 'the patient waits');
    await imran.post(address(visit), { go: 'send' });
    t.equal((await view(visit)).station, 'doctor', 'until the lab sends him on');
    t.match(text((await imran.get('/lab')).body), /1 मरीज़ की जाँच बाकी/);
    const afterRestart = new OpenWork(
      centre.facility,
      ['lab-order'],
      ({ openTests }) => openTests.length > 0,
    );
    t.match(await afterRestart.list(), [{ id: visit }], 'also by one that has seen nothing being written');
    await imran.post(address(visit), { 'r1.AFB': 'neg' });
    const after = await view(visit);
    t.same(after.openTests, []);
    t.equal(after.moves.length, 2, 'who is elsewhere is not moved');
    t.match(text((await imran.get('/lab')).body), /कोई जाँच बाकी नहीं/);
  },
);

void t.test('urgent orders stand first', async (t) => {
  await order(['HB']);
  await order(['RBS'], { urgent: true, person: { name: 'Urgent One', sex: 'male' } });
  const list = text((await imran.get('/lab')).body.split('id="open-orders"')[1] ?? '');
  t.ok(list.indexOf('Urgent One') < list.indexOf('सीता'));
});

void t.test('a critical result is said in words at once, and waits for the doctor to see it', async (t) => {
  const visit = await order(['HB']);
  await imran.post(address(visit), { 'r1.HB': '4.2' });
  const page = text((await imran.get(`${address(visit)}/results`)).body);
  t.match(page, 'हीमोग्लोबिन 4.2 g/dL है: ख़तरनाक रूप से कम');
  t.match(page, 'डॉक्टर ने अभी नहीं देखा');
  t.match((await view(visit)).unacknowledged, [{ test: 'HB', flag: 'critical' }]);
});

void t.test(
  'what is implausible is asked about, what is impossible refused, and all that was typed comes back',
  async (t) => {
    const visit = await order(['HB', 'RBS', 'CREAT', 'PLT', 'MPS']);
    const typed = {
      'r1.HB': '28',
      'r1.RBS': '-1',
      'r1.CREAT': '1000000000',
      'r1.PLT': '<i>x</i>',
      'r1.MPS': 'Pv',
      'note1.HB': 'दो बार 🩸',
    };
    const asked = await imran.post(address(visit), typed);
    t.equal(asked.status, 400);
    t.match(text(asked.body), /4 बातें ठीक करें/);
    t.match(asked.body, 'value="28"');
    t.match(asked.body, 'value="-1"');
    t.match(asked.body, '&lt;i&gt;x&lt;/i&gt;');
    t.match(asked.body, /value="Pv" checked/);
    t.match(asked.body, 'दो बार 🩸');
    t.match(asked.body, 'name="ok1.HB"', 'with the tick for the question');
    t.notMatch(asked.body, 'name="ok1.RBS"', 'and none for the impossible');
    t.same((await view(visit)).openTests, ['HB', 'RBS', 'CREAT', 'PLT', 'MPS'], 'nothing is saved');
    await imran.post(address(visit), { 'r1.HB': '24.9', 'ok1.HB': 'yes', 'note1.HB': 'दो बार देखा' });
    await imran.post(address(visit), { 'r1.RBS': '0901', 'ok1.RBS': 'yes' });
    t.match((await find(visit, 'RBS'))?.result, { value: 901 }, 'ticked, an implausible value is saved');
    t.match((await find(visit, 'HB'))?.result, { note: 'दो बार देखा' });
  },
);

void t.test('nothing entered, an answer of another test and an unknown field are refused', async (t) => {
  const visit = await order(['HB', 'MPS']);
  t.match(text((await imran.post(address(visit), {})).body), 'कम से कम एक जाँच');
  t.equal((await imran.post(address(visit), { 'r1.MPS': 'reactive' })).status, 400);
  t.equal((await imran.post(address(visit), { 'r1.RBS': '100' })).status, 400);
  t.equal((await imran.post(address(visit), { 'r1.HB': '12.345' })).status, 400, 'too many decimals');
  t.same((await view(visit)).openTests, ['HB', 'MPS']);
});

void t.test(
  'a double click saves once, and a colleague’s later page hears that the result stands',
  async (t) => {
    const visit = await order(['HB', 'RBS']);
    const form = { once: 'twice', 'r1.HB': '12.1' };
    const both = await Promise.all([
      imran.post(address(visit), form),
      imran.sameSession().post(address(visit), form),
    ]);
    t.same(
      both.map(({ status }) => status),
      [302, 302],
    );
    t.equal((await find(visit, 'HB'))?.earlier.length, 0);
    const late = await imran.post(address(visit), { 'r1.HB': '13.9', 'r1.RBS': '99' });
    t.equal(late.status, 400);
    t.match(text(late.body), 'इस बीच किसी और ने');
    t.match(await find(visit, 'HB'), { result: { value: 12.1 } });
  },
);

void t.test('a correction is a new record with its reason, and the old value stays readable', async (t) => {
  const visit = await order(['HB']);
  await imran.post(address(visit), { 'r1.HB': '4.2' });
  const correct = `${address(visit)}/correct/1`;
  t.match(text((await imran.get(correct)).body), '4.2 g/dL');
  t.equal((await imran.post(correct, { value: '14.2' })).status, 400, 'not without a reason');
  t.equal((await imran.post(correct, { value: '4.2', reason: 'same' })).status, 400, 'nor to the same value');
  const form = { once: 'c', value: '14.2', reason: 'लिखने में चूक' };
  await Promise.all([imran.post(correct, form), imran.sameSession().post(correct, form)]);
  t.match(await find(visit, 'HB'), {
    status: 'corrected',
    result: { value: 14.2, flag: 'normal', corrects: `${visit}:lab-result:1`, note: 'लिखने में चूक' },
    earlier: [{ value: 4.2, flag: 'critical' }],
  });
  t.equal((await find(visit, 'HB'))?.earlier.length, 1);
  const page = text((await imran.get(`${address(visit)}/results`)).body);
  t.match(page, /14\.2 g\/dL.*लिखने में चूक.*4\.2 g\/dL/);
  t.equal((await imran.post(correct, { value: '13', reason: 'once more' })).status, 409, 'corrected already');
});

void t.test('sensitive tests are for the lab and the doctor', async (t) => {
  const visit = await order(['HB', 'HIV']);
  await imran.post(address(visit), { 'r1.HB': '12.5', 'r1.HIV': 'reactive' });
  for (const [name, sees] of [
    ['imran', true],
    ['dr.verma', true],
    ['pushpa', false],
  ] as const) {
    const page = (await (await centre.logIn(name)).get(`${address(visit)}/results`)).body;
    t.match(page, 'हीमोग्लोबिन');
    t.equal(page.includes('एचआईवी'), sees, name);
  }
  const nisha = await centre.logIn('nisha');
  t.equal((await nisha.get(`${address(visit)}/results`)).status, 403);
  t.equal((await (await centre.logIn('pushpa')).post(address(visit), {})).status, 403);
});

void t.test('results of a visit of last week are still entered, and its order is still found', async (t) => {
  const visit = await order(['AFB']);
  centre.clock.now += 6 * 86_400_000;
  imran = await centre.logIn('imran');
  t.match(text((await imran.get('/lab')).body), /1 मरीज़ की जाँच बाकी/);
  const afterRestart = new OpenWork(centre.facility, ['lab-order'], ({ openTests }) => openTests.length > 0);
  t.match(await afterRestart.list(), [{ id: visit }], 'also by one that has seen nothing being written');
  await imran.post(address(visit), { 'r1.AFB': '2+' });
  t.match((await view(visit)).unacknowledged, [{ test: 'AFB' }]);
  t.equal((await view(visit)).station, 'doctor');
  t.match(text((await imran.get('/lab')).body), /कोई जाँच बाकी नहीं/);
  t.equal((await imran.get('/lab/20261121-999')).status, 404);
  t.equal((await imran.get('/lab/nonsense')).status, 404);
});

void t.test('a name with HTML in it is text', async (t) => {
  const visit = await order(['HB']);
  for (const path of ['/lab', address(visit), `${address(visit)}/results`]) {
    const { body } = await imran.get(path);
    t.match(body, '&lt;b&gt;');
    t.notMatch(body, '<b>देवी');
  }
});
