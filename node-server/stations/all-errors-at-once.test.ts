import t from 'tap';
import type { VisitId } from '../../records/ids.js';
import type { HttpUser } from '../../tests/http-user.js';
import { openStationCentre, type StationCentre } from '../../tests/station-centre.js';
import { labPages } from './lab.js';
import { pharmacyPages } from './pharmacy.js';
import { stockPages } from './stock.js';
import { visitPath } from './visit-path.js';

const PCM = 'paracetamol-tab-500mg';
const IBU = 'ibuprofen-tab-400mg';

let centre: StationCentre;
let poonam: HttpUser;
let imran: HttpUser;
t.before(async () => {
  centre = await openStationCentre((facility) => [
    ...[labPages(facility), pharmacyPages(facility)],
    stockPages(facility, () => ({ adjustShare: 0.2, adjustUnits: 20 })),
  ]);
  await centre.facility.append({ by: 'asha' }, (draft) => {
    draft.staff({ staff: 'imran', name: { hi: 'इमरान', en: 'Imran' }, roles: ['lab'], active: true });
    draft.staff({ staff: 'poonam', name: { hi: 'पूनम', en: 'Poonam' }, roles: ['pharmacist'], active: true });
    for (const item of [PCM, IBU])
      draft.stock({ item, batch: 'B1', expiry: '2028-03', change: 100, kind: 'opening' });
  });
  imran = await centre.logIn('imran');
  poonam = await centre.logIn('poonam');
  for (const user of [imran, poonam]) await user.post('/language', { 'switch-language': 'en' });
});
t.teardown(() => centre.stop());

async function visitAt(station: 'lab' | 'pharmacy'): Promise<VisitId> {
  const patient = await centre.register({ name: 'सीता देवी', sex: 'female', birthDate: '1992' });
  const visit = await centre.facility.append(
    { by: 'asha' },
    (draft) => draft.visit({ patient, kind: 'new', station })._id,
  );
  await centre.facility.append({ by: 'dr.verma', visits: [visit] }, (draft) => {
    draft.part(visit, 'lab-order', { patient, tests: ['HB', 'RBS', 'MPS'] });
    const dose = { pattern: '1-1-1', amount: 1, unit: 'tablet', days: 5, food: 'after' } as const;
    const lines = [PCM, IBU].map((drug, i) => ({ line: i + 1, drug, name: drug, dose, quantity: 15 }));
    draft.part(visit, 'prescription', { patient, lines });
  });
  return visit;
}

/** The lines of the list on top of a refused form: where each leads, and what it says. */
function listed(body: string): [field: string, words: string][] {
  const list = /<div class="problems"[\s\S]*?<ul>([\s\S]*?)<\/ul>/.exec(body)?.[1] ?? '';
  return [...list.matchAll(/<li>([\s\S]*?)<\/li>/g)].map(([, line = '']) => [
    /href="#f-([^"]+)"/.exec(line)?.[1] ?? '',
    line
      .replace(/<[^>]+>/g, '')
      .replaceAll('&#39;', "'")
      .trim(),
  ]);
}

void t.test('a voucher: every row is read to its end, and each error names its row', async (t) => {
  const answer = await poonam.post('/stock/receive', {
    'line.2.quantity': 'many',
    ...{ 'line.2.drug': 'ibuprofen 400 mg tablet', 'line.2.batch': 'I1', 'line.2.expiry': '03/2020' },
    ...{ 'line.0.drug': 'no such thing', 'line.0.batch': 'P1', 'line.0.expiry': '13/2028' },
  });
  t.equal(answer.status, 400);
  t.match(listed(answer.body), [
    ['source', /^From: /],
    ['line.0.drug', /^Medicine 1: No medicine of this name/],
    ['line.0.expiry', /^Medicine 1: Expiry: /],
    ['line.0.quantity', /^Medicine 1: Quantity: /],
    ['line.2.expiry', /^Medicine 3: Expiry: This batch has expired/],
    ['line.2.quantity', /^Medicine 3: Quantity: /],
  ]);
});

void t.test('a count: what is missing and what cannot be, together', async (t) => {
  const answer = await poonam.post(`/stock/item/${PCM}/adjust`, {
    ...{ batch: '2028-03 B1', how: 'less', quantity: '500' },
  });
  t.match(listed(answer.body), [
    ['quantity', /only 100/],
    ['reason', /./],
  ]);
});

void t.test('lab results: a value that cannot be, one to look at, a note that is too long', async (t) => {
  const visit = await visitAt('lab');
  const answer = await imran.post(`/lab/${visitPath(visit)}`, {
    ...{ 'note1.MPS': 'x'.repeat(501), 'r1.RBS': '1200', 'r1.HB': '-4', 'r1.MPS': 'neg' },
  });
  t.equal(answer.status, 400);
  t.match(listed(answer.body), [
    ['r1.HB', /^Haemoglobin: This value cannot be/],
    ['r1.RBS', /: Unusual/],
    ['note1.MPS', /./],
  ]);
});

void t.test('a correction: the value and the missing reason', async (t) => {
  const visit = await visitAt('lab');
  await imran.post(`/lab/${visitPath(visit)}`, { 'r1.HB': '11' });
  const path = `/lab/${visitPath(visit)}/correct/1`;
  const same = await imran.post(path, { value: '11' });
  t.match(listed(same.body), [
    ['value', /stands already/],
    ['reason', /./],
  ]);
  const wild = await imran.post(path, { value: '-4', reason: 'x' });
  t.match(listed(wild.body), [
    ['value', /cannot be/],
    ['reason', /./],
  ]);
});

void t.test('dispensing: each medicine says its own, also beside one that could not be read', async (t) => {
  const visit = await visitAt('pharmacy');
  const answer = await poonam.post(`/pharmacy/${visitPath(visit)}`, {
    ...{ rx: '1', go: 'finish' },
    ...{ 'l1_1.drug': PCM, 'g1_1_0.batch': '2028-03 B1', 'g1_1_0.quantity': 'ten' },
    ...{ 'l1_2.drug': IBU, 'g1_2_0.batch': '2028-03 B1', 'g1_2_0.quantity': '9' },
  });
  t.equal(answer.status, 400);
  t.match(listed(answer.body), [
    ['g1_1_0.quantity', /^Paracetamol 500 mg tablet: /],
    ['l1_2.close', /^Ibuprofen 400 mg tablet: .*6 are not given/],
  ]);
});

void t.test('what comes back: too much of one, and no reason', async (t) => {
  const visit = await visitAt('pharmacy');
  await poonam.post(`/pharmacy/${visitPath(visit)}`, {
    ...{ rx: '1', go: 'later' },
    ...{ 'l1_1.drug': PCM, 'g1_1_0.batch': '2028-03 B1', 'g1_1_0.quantity': '15' },
  });
  const answer = await poonam.post(`/pharmacy/${visitPath(visit)}/return`, { 'd1_0.quantity': '40' });
  t.match(listed(answer.body), [
    ['d1_0.quantity', /At most 15/],
    ['reason', /./],
  ]);
});

void t.test('who only switches the language is told of nothing wrong', async (t) => {
  const answer = await poonam.post('/stock/receive?again=1', { 'line.0.drug': 'no such thing' });
  t.equal(answer.status, 200);
  t.same(listed(answer.body), []);
});
