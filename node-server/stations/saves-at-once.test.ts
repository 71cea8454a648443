import t from 'tap';
import type { Station } from '../../records/care.js';
import type { VisitId } from '../../records/ids.js';
import { foldVisit } from '../../records/visit-fold.js';
import { openStationCentre, type StationCentre } from '../../tests/station-centre.js';
import { doctorPages } from './doctor.js';
import { labPages } from './lab.js';
import { pharmacyPages } from './pharmacy.js';
import { vitalsPages } from './vitals.js';
import { visitPath } from './visit-path.js';

const PCM = 'paracetamol-tab-500mg';

let centre: StationCentre;
let load: StationCentre['facility']['loadVisit'];
t.beforeEach(async () => {
  centre = await openStationCentre((facility) => [
    vitalsPages(facility),
    doctorPages(facility),
    labPages(facility),
    pharmacyPages(facility),
  ]);
  const { facility } = centre;
  await facility.append({ by: 'asha' }, (draft) => {
    draft.stock({ item: PCM, batch: 'A', expiry: '2028-03', change: 100, kind: 'opening' });
    draft.staff({ staff: 'imran', name: { hi: 'इमरान', en: 'Imran' }, roles: ['lab'], active: true });
    draft.staff({ staff: 'poonam', name: { hi: 'पूनम', en: 'Poonam' }, roles: ['pharmacist'], active: true });
  });
  load = facility.loadVisit.bind(facility);
});
t.afterEach(() => centre.stop());

async function arrive(station: Station): Promise<VisitId> {
  const patient = await centre.register({ name: 'सीता देवी', sex: 'female', birthDate: '1992' });
  return centre.facility.append(
    { by: 'asha' },
    (draft) => draft.visit({ patient, kind: 'new', station })._id,
  );
}
const view = async (visit: VisitId) => foldVisit(await load(visit));

/** Sends a form twice, the second time to a page that loaded the visit before the first was saved. */
async function sendTwice(who: string, path: string, visit: VisitId, form: Record<string, string>) {
  const { facility } = centre;
  const user = await centre.logIn(who);
  const stale = [...(await load(visit))];
  facility.loadVisit = (id) => (id === visit ? Promise.resolve(stale) : load(id));
  const first = await user.post(path, form);
  await user.post(path, form);
  facility.loadVisit = load;
  t.equal(first.status, 302, path);
}

void t.test('one line is given once', async (t) => {
  const visit = await arrive('pharmacy');
  const { patient } = await view(visit);
  const dose = { pattern: '1-0-1', amount: 1, unit: 'tablet', days: 5 };
  const lines = [{ line: 1, drug: PCM, name: PCM, dose, quantity: 10 }];
  await centre.facility.append({ by: 'dr.verma', visits: [visit] }, (draft) =>
    draft.part(visit, 'prescription', { patient, lines }),
  );
  await sendTwice('poonam', `/pharmacy/${visitPath(visit)}`, visit, {
    rx: '1',
    'l1_1.drug': PCM,
    'g1_1_0.batch': '2028-03 A',
    'g1_1_0.quantity': '10',
    go: 'finish',
  });
  t.equal(centre.facility.stock.balance(PCM, centre.facility.today()), 90);
});

void t.test('one consultation is signed once, one measurement kept once', async (t) => {
  const visit = await arrive('doctor');
  await sendTwice('dr.verma', `/doctor/${visitPath(visit)}`, visit, {
    action: 'sign',
    seen: '0',
    advice: 'rest',
  });
  t.equal((await view(visit)).consultations.length, 1);
  const second = await arrive('vitals');
  await sendTwice('nisha', `/vitals/${visitPath(second)}`, second, { pulse: '80', seen: '0' });
  t.equal((await view(second)).vitals.length, 1);
});

void t.test('one result is entered, corrected and seen once', async (t) => {
  const visit = await arrive('lab');
  const { patient } = await view(visit);
  await centre.facility.append({ by: 'dr.verma', visits: [visit] }, (draft) =>
    draft.part(visit, 'lab-order', { patient, tests: ['HB'] }),
  );
  const path = `/lab/${visitPath(visit)}`;
  const count = async (type: string) => (await load(visit)).filter((record) => record.type === type).length;
  await sendTwice('imran', path, visit, { 'r1.HB': '4.2' });
  t.equal(await count('lab-result'), 1);
  await sendTwice('imran', `${path}/correct/1`, visit, { value: '4.4', reason: 'दोबारा जाँचा' });
  t.equal(await count('lab-result'), 2);
  await sendTwice('dr.verma', '/doctor/acknowledge', visit, { result: `${visit}:lab-result:2` });
  t.equal(await count('lab-ack'), 1);
});
