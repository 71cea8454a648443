import t from 'tap';
import type { VisitId } from '../../records/ids.js';
import type { HttpUser } from '../../tests/http-user.js';
import { openStationCentre, type StationCentre } from '../../tests/station-centre.js';
import { pharmacyPages } from './pharmacy.js';
import { stockPages } from './stock.js';
import { visitPath } from './visit-path.js';

const PCM = 'paracetamol-tab-500mg';
const PCM650 = 'paracetamol-tab-650mg';

let centre: StationCentre;
let poonam: HttpUser;
t.beforeEach(async () => {
  centre = await openStationCentre((facility) => [
    pharmacyPages(facility),
    stockPages(facility, () => ({ adjustShare: 0.2, adjustUnits: 20 })),
  ]);
  await centre.facility.append({ by: 'asha' }, (draft) => {
    const name = { hi: 'पूनम सिंह', en: 'Poonam' };
    draft.staff({ staff: 'poonam', name, roles: ['pharmacist'], active: true });
  });
  poonam = await centre.logIn('poonam');
  await centre.facility.append({ by: 'poonam' }, (draft) => {
    draft.stock({ item: PCM, batch: 'PC1', expiry: '2028-03', change: 500, kind: 'receive', source: 'V/17' });
    draft.stock({
      item: PCM650,
      batch: 'PD1',
      expiry: '2028-03',
      change: 500,
      kind: 'receive',
      source: 'V/17',
    });
  });
});
t.afterEach(() => centre.stop());

const text = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const doubts = async (): Promise<string> => text((await poonam.get('/stock/doubts')).body);

/** Somebody with ten paracetamol on a signed prescription, at the pharmacy. */
async function prescribe(): Promise<VisitId> {
  const patient = await centre.register({ name: 'रामू यादव', sex: 'male', birthDate: '1980' });
  const visit = await centre.facility.append(
    { by: 'asha' },
    (draft) => draft.visit({ patient, kind: 'new', station: 'doctor' })._id,
  );
  const dose = { pattern: '1-0-1', amount: 1, unit: 'tablet', days: 5 };
  await centre.facility.append({ by: 'dr.verma', visits: [visit] }, (draft) => {
    const lines = [{ line: 1, drug: PCM, name: PCM, dose, quantity: 10 }];
    draft.part(visit, 'prescription', { patient, lines });
    draft.part(visit, 'move', { patient, station: 'doctor', action: 'transfer', to: 'pharmacy' });
  });
  return visit;
}

const dispense = (visit: VisitId, form: Record<string, string>) =>
  poonam.post(`/pharmacy/${visitPath(visit)}`, { rx: '1', ...form });

t.test('what the pharmacy gives and takes back by its pages adds up, and leads to its visit', async (t) => {
  const [one, two] = [await prescribe(), await prescribe()];
  const part = { 'g1_1_0.batch': '2028-03 PC1', 'l1_1.drug': PCM, 'g1_1_0.quantity': '4', go: 'later' };
  t.equal((await dispense(one, part)).status, 302);
  const rest = { ...part, 'g1_1_0.quantity': '6', go: 'finish' };
  t.equal((await dispense(one, rest)).status, 302, 'in two parts');
  const substitute = {
    ...{ 'g1_1_0.batch': '2028-03 PD1', 'g1_1_0.quantity': '8', go: 'finish' },
    ...{ 'l1_1.drug': PCM650, 'l1_1.substitute': PCM650, 'l1_1.agreedBy': 'dr.verma' },
  };
  const given = await dispense(two, substitute);
  t.equal(given.status, 302, text(given.body).slice(0, 2_000));
  const back = { reason: 'side-effect', 'd1_0.quantity': '3' };
  t.equal((await poonam.post(`/pharmacy/${visitPath(one)}/return`, back)).status, 302);
  t.match(await doubts(), 'पूरा हिसाब मिलता है।');

  const page = (await poonam.get(`/stock/item/${PCM}`)).body;
  t.match(page, `<a href="/pharmacy/${visitPath(one)}">`);
  t.notMatch(page, 'रामू', 'the store names no patient');
  const doctor = await centre.logIn('dr.verma');
  const seen = (await doctor.get(`/stock/item/${PCM}`)).body;
  t.match(seen, `<a href="/doctor/${visitPath(one)}">`);
  t.equal((await doctor.get('/stock/doubts')).status, 403, 'the questions are the store’s');
});

t.test('what does not add up is asked about, with what to do', async (t) => {
  const visit = await prescribe();
  const batch = { item: PCM, batch: 'PC1', expiry: '2028-03' };
  await centre.facility.append({ by: 'poonam' }, (draft) => {
    draft.stock({ ...batch, change: -30, kind: 'dispense' });
    draft.stock({ ...batch, change: -200, kind: 'adjust', reason: 'lost' });
  });
  await centre.facility.append({ by: 'nisha', visits: [visit] }, (draft) => {
    const patient = draft.recordsOf(visit).find((record) => record.type === 'visit')!.patient;
    const lines = [{ line: 1, drug: PCM, batch: 'PC1', quantity: 15 }];
    const { _id } = draft.part(visit, 'dispense', { patient, prescription: `${visit}:rx:1`, lines });
    draft.stock({ ...batch, change: -15, kind: 'dispense', dispense: _id });
  });
  const page = await doubts();
  for (const words of [
    /पर्ची से ज़्यादा .*15 इकाई दी गई, जबकि 10 ही बाकी थी।/,
    /30 इकाई मरीज़ को दी बताकर निकली/,
    /5 इकाई ऐसे व्यक्ति ने बदली.*निशा देवी/,
    /हिसाब में 470 थी, अब 270।/,
    /क्या करें: किसी दूसरे के साथ फिर गिनें/,
  ])
    t.match(page, words);
  t.notMatch(page, 'रामू');
  centre.clock.now += 3 * 86_400_000;
  poonam = await centre.logIn('poonam');
  t.match(text((await poonam.get('/stock/doubts?days=1')).body), 'पूरा हिसाब मिलता है।', 'nothing of today');
  t.match(text((await poonam.get('/stock/doubts?days=7')).body), 'अब 270');
});

t.test('of many questions of one kind the first are shown, the others open with a press', async (t) => {
  await centre.facility.append({ by: 'poonam' }, (draft) => {
    for (let change = -21; change > -29; change -= 1)
      draft.stock({ item: PCM, batch: 'PC1', expiry: '2028-03', change, kind: 'dispense' });
  });
  const { body } = await poonam.get('/stock/doubts');
  const [shown = '', more = ''] = body.split('<details class="more">');
  t.match(more, '3 और');
  for (const [part, count] of [
    [shown, 5],
    [more, 3],
  ] as const)
    t.equal(part.split('इकाई मरीज़ को दी बताकर निकली').length - 1, count);
});
