import t from 'tap';
import type { VisitId } from '../../records/ids.js';
import { foldVisit } from '../../records/visit-fold.js';
import { openStationCentre, type StationCentre } from '../../tests/station-centre.js';
import type { HttpUser } from '../../tests/http-user.js';
import { counterPages } from './counter.js';
import { displayPages } from './display.js';
import { doctorPages } from './doctor.js';
import { queuePages } from './queue.js';
import { vitalsPages } from './vitals.js';
import { visitPath } from './visit-path.js';

const BEFORE = Date.parse('2026-11-21T18:20:00Z');
const AFTER = Date.parse('2026-11-21T18:31:00Z');
const DAY_MS = 86_400_000;

let centre: StationCentre;
let verma: HttpUser;
t.beforeEach(async () => {
  centre = await openStationCentre((facility) => [
    counterPages(facility),
    queuePages(facility),
    vitalsPages(facility),
    doctorPages(facility),
    displayPages(facility),
  ]);
  centre.clock.now = BEFORE;
  verma = await centre.logIn('dr.verma');
});
t.afterEach(() => centre.stop());

async function arrive(station: 'vitals' | 'doctor', name = 'सीता देवी'): Promise<VisitId> {
  const patient = await centre.register({ name, sex: 'female', birthDate: '1992' });
  return centre.facility.append(
    { by: 'asha' },
    (draft) => draft.visit({ patient, kind: 'new', station })._id,
  );
}
const view = async (visit: VisitId) => foldVisit(await centre.facility.loadVisit(visit));
const text = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const sign = (visit: VisitId) =>
  verma.post(`/doctor/${visitPath(visit)}`, { action: 'sign', seen: '0', advice: 'rest' });

void t.test(
  'a page that was opened before midnight is signed after it, and the patient goes on',
  async (t) => {
    const visit = await arrive('doctor');
    t.match((await verma.get(`/doctor/${visitPath(visit)}`)).body, 'value="sign"');
    centre.clock.now = AFTER;
    const answer = await sign(visit);
    t.equal(answer.location, `/doctor?signed=${visitPath(visit)}`);
    t.match(await view(visit), { consultations: [{ by: 'dr.verma' }], state: 'finished' });
    t.match(text((await verma.get(`/doctor?signed=${visitPath(visit)}`)).body), 'टोकन 1, सीता देवी');
  },
);

void t.test('the nurse saves and the queue moves on over midnight', async (t) => {
  const visit = await arrive('vitals');
  centre.clock.now = AFTER;
  const nisha = await centre.logIn('nisha');
  const called = await nisha.post('/queue/move', { action: 'next', station: 'vitals' });
  t.equal(called.status, 302);
  t.equal((await view(visit)).state, 'called');
  const held = await nisha.post('/queue/move', { action: 'hold', station: 'vitals', visit });
  t.equal(held.status, 302);
  const saved = await nisha.post(`/vitals/${visitPath(visit)}`, { pulse: '80', seen: '0' });
  t.equal(saved.location, `/vitals?saved=${visitPath(visit)}`);
  t.equal((await view(visit)).station, 'doctor');
  t.equal(centre.facility.queue.next('doctor')?.visit, visit);
});

void t.test("yesterday's token is marked, and never taken for today's", async (t) => {
  const old = await arrive('doctor', 'रात की मरीज़');
  centre.clock.now = AFTER;
  t.match(text((await verma.get('/doctor')).body), /रात की मरीज़.* कल/);
  t.equal((await verma.get('/doctor?token=1')).location, `/doctor/${visitPath(old)}`);
  const today = await arrive('doctor', 'नई मरीज़');
  for (const [path, page] of [
    ['/doctor', '/doctor'],
    ['/vitals', '/vitals'],
    ['/queue', '/queue/visit'],
  ] as const) {
    const asked = await verma.get(`${path}?token=१`);
    t.equal(asked.status, 200, `${path} asks which of the two is meant`);
    t.match(text(asked.body), /टोकन 1 दो लोगों के पास है.* आज का टोकन नई मरीज़.* कल का टोकन रात की मरीज़/);
    for (const visit of [today, old]) t.match(asked.body, `href="${page}/${visitPath(visit)}"`);
    t.notMatch(asked.body, 'id="token-error"');
  }
  await verma.post('/queue/move', { action: 'next', station: 'doctor' });
  t.equal((await view(old)).state, 'called', 'who came first is first');
  const screen = (await verma.get('/display')).body;
  t.match(screen, `${old}#doctor`, 'the call is shown');
  t.match(text(screen), /1 कल/, 'as a token of yesterday');
  const asha = await centre.logIn('asha');
  t.match(text((await asha.get('/counter')).body), 'नई मरीज़');
  t.notMatch(text((await asha.get('/counter')).body), 'रात की मरीज़');
});

void t.test(
  'who is still there a day later is only to be read, and a refused draft comes back',
  async (t) => {
    const visit = await arrive('doctor');
    centre.clock.now = AFTER + DAY_MS;
    verma = await centre.logIn('dr.verma');
    t.equal(centre.facility.queue.entry(visit), undefined);
    const refused = await verma.post(`/doctor/${visitPath(visit)}`, {
      action: 'sign',
      seen: '0',
      'complaint.0.text': 'पुराना दर्द',
    });
    t.equal(refused.status, 400);
    t.match(refused.body, 'पुराना दर्द');
    t.match(text(refused.body), 'यह पर्ची बंद हो चुकी है');
    t.equal((await view(visit)).consultations.length, 0);
  },
);
