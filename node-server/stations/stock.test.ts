import t from 'tap';
import type { HttpUser } from '../../tests/http-user.js';
import { openStationCentre, type StationCentre } from '../../tests/station-centre.js';
import { stockPages } from './stock.js';

let centre: StationCentre;
let poonam: HttpUser;
t.beforeEach(async () => {
  centre = await openStationCentre((facility) => [
    stockPages(facility, () => ({ adjustShare: 0.2, adjustUnits: 20 })),
  ]);
  await centre.facility.append({ by: 'asha' }, (draft) => {
    draft.staff({
      staff: 'poonam',
      name: { hi: 'पूनम सिंह', en: 'Poonam' },
      roles: ['pharmacist'],
      active: true,
    });
  });
  poonam = await centre.logIn('poonam');
});
t.afterEach(() => centre.stop());

const PCM = 'paracetamol-tab-500mg';
const IBU = 'ibuprofen-tab-400mg';
const text = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const balance = (item: string) => centre.facility.stock.balance(item, centre.facility.today());

const line = (row: number, drug: string, batch: string, expiry: string, quantity: string) => ({
  [`line.${row}.drug`]: drug,
  [`line.${row}.batch`]: batch,
  [`line.${row}.expiry`]: expiry,
  [`line.${row}.quantity`]: quantity,
});
async function receive(...lines: Record<string, string>[]) {
  return poonam.post('/stock/receive', {
    source: 'ज़िला भंडार',
    voucher: 'V/17',
    ...Object.assign({}, ...lines),
  } as Record<string, string>);
}
const movements = async (item: string) => {
  const prefix = `stock:BR1042:${item}:`;
  const { rows } = await centre.facility.databases.records.allDocs({
    startkey: prefix,
    endkey: `${prefix}\uffff`,
    include_docs: true,
  });
  return rows.map((row) => ('doc' in row ? row.doc : undefined));
};

void t.test('a voucher of several lines comes in together, under its Hindi or English names', async (t) => {
  const answer = await receive(
    line(0, 'पैरासिटामोल 500 मि.ग्रा. गोली', 'PC1', '०३/२०२८', '१०००'),
    line(2, 'ibuprofen 400 mg tablet', '<b>I1</b>', '3-28', '500'),
  );
  t.equal(answer.status, 302);
  t.equal(balance(PCM), 1000);
  t.match(await movements(PCM), [
    {
      batch: 'PC1',
      expiry: '2028-03',
      change: 1000,
      kind: 'receive',
      source: 'ज़िला भंडार · V/17',
      by: 'poonam',
    },
  ]);
  const page = (await poonam.get(`/stock/item/${IBU}`)).body;
  t.match(page, '&lt;b&gt;I1&lt;/b&gt;');
  t.notMatch(page, '<b>I1');
  t.match(text(page), /आवक ज़िला भंडार · V\/17/);
});

void t.test('an unclear name is asked about, never guessed, and nothing typed is lost', async (t) => {
  const asked = await receive(
    line(0, 'paracet', 'PC1', '03/2028', '100'),
    line(1, IBU, 'I1', '03/2028', '50'),
  );
  t.equal(asked.status, 400);
  t.match(asked.body, `value="${PCM}"`);
  t.match(asked.body, 'value="I1"');
  t.equal(balance(IBU), 0, 'one wrong line stops the voucher');
  const picked = await receive({ ...line(0, 'paracet', 'PC1', '03/2028', '100'), 'line.0.pick': PCM });
  t.equal(picked.status, 302);
  t.equal(balance(PCM), 100);
  t.equal((await receive(line(0, 'zzzz', 'PC1', '03/2028', '100'))).status, 400);
});

void t.test('expired stock and impossible quantities are refused, unlikely ones asked about', async (t) => {
  for (const typed of ['0', '-1', '1000000000', 'दस', '1.5', '']) {
    const answer = await receive(line(0, PCM, 'A', '03/2028', typed));
    t.equal(answer.status, 400, typed);
    if (typed) t.match(answer.body, `value="${typed}"`);
  }
  for (const typed of ['10/2026', '13/2028', 'soon', '2028']) {
    t.equal((await receive(line(0, PCM, 'A', typed, '10'))).status, 400, typed);
  }
  const much = await receive(line(0, PCM, 'A', '03/2028', '90000'));
  t.equal(much.status, 400);
  t.match(much.body, 'name="line.0.sure"');
  t.equal((await receive({ ...line(0, PCM, 'A', '03/2028', '90000'), 'line.0.sure': 'yes' })).status, 302);
  t.match(
    text((await receive(line(0, PCM, 'A', '04/2028', '10'))).body),
    'समाप्ति 03/2028 के साथ',
    'one batch, two expiries',
  );
  t.equal((await receive(line(0, PCM, 'B', '04/2040', '10'))).status, 400);
  t.equal((await poonam.post('/stock/receive', { source: 'x' })).status, 400, 'no line at all');
  t.equal(balance(PCM), 90_000);
});

void t.test('a double click takes a voucher in once, and more rows keep what was typed', async (t) => {
  const form = { once: 'v', source: 'D', ...line(0, PCM, 'A', '03/2028', '10') };
  await Promise.all([poonam.post('/stock/receive', form), poonam.sameSession().post('/stock/receive', form)]);
  t.equal(balance(PCM), 10);
  const more = await poonam.post('/stock/receive', { ...form, once: 'w', rows: '4', more: 'yes' });
  t.equal(more.status, 200);
  t.match(more.body, 'name="line.7.drug"');
  t.match(more.body, `value="${PCM}"`);
});

void t.test('a count is corrected with its reason, and never below zero', async (t) => {
  await receive(line(0, PCM, 'A', '03/2028', '100'));
  const path = `/stock/item/${PCM}/adjust`;
  const counted = { batch: '2028-03 A', how: 'counted', seen: '100 2028-03 A', reason: 'miscounted' };
  t.equal((await poonam.post(path, { ...counted, quantity: '९०', reason: '' })).status, 400, 'no reason');
  await poonam.post(path, { ...counted, quantity: '९०' });
  t.equal(balance(PCM), 90);
  const stale = await poonam.post(path, { ...counted, quantity: '80' });
  t.match(text(stale.body), 'अब 90 लिखी हैं', 'the count was taken before something moved');
  t.match(stale.body, '90 2028-03 A</textarea>', 'and the page now shows what stands');
  const less = await poonam.post(path, { batch: '2028-03 A', how: 'less', quantity: '91', reason: 'lost' });
  t.equal(less.status, 400);
  t.match(text(less.body), 'केवल 90 हैं');
  t.equal(
    (await poonam.post(path, { batch: '2028-03 A', how: 'less', quantity: '5', reason: 'other' })).status,
    400,
  );
  await poonam.post(path, {
    batch: '2028-03 A',
    how: 'less',
    quantity: '5',
    reason: 'broken',
    words: 'डिब्बा गिरा',
  });
  t.equal(balance(PCM), 85);
  t.equal(
    (await poonam.post(path, { batch: 'nope', how: 'more', quantity: '5', reason: 'found' })).status,
    400,
  );
  const page = text((await poonam.get(`/stock/item/${PCM}`)).body);
  t.match(page, /टूट गई: डिब्बा गिरा .* −5 85 .* −10 90 .* \+100 100/, 'the ledger with its running balance');
});

void t.test('stock goes back to the district store with its reason', async (t) => {
  await receive(line(0, PCM, 'A', '03/2028', '100'));
  const path = `/stock/item/${PCM}/return`;
  const form = { batch: '2028-03 A', quantity: '40', to: 'ज़िला औषधि भंडार', reason: 'excess' };
  t.equal((await poonam.post(path, { ...form, quantity: '101' })).status, 400);
  t.equal((await poonam.post(path, { ...form, quantity: '0' })).status, 400);
  await poonam.post(path, form);
  t.equal(balance(PCM), 60);
  t.match((await movements(PCM)).at(-1), {
    kind: 'return',
    change: -40,
    source: 'ज़िला औषधि भंडार',
    reason: 'excess',
  });
  t.equal(
    centre.facility.stock.monthlyConsumption(PCM, centre.facility.today()),
    0,
    'which is no consumption',
  );
});

void t.test('one tap takes an expired batch off the shelf, and only that', async (t) => {
  await receive(line(0, PCM, 'A', '12/2026', '30'), line(1, PCM, 'B', '12/2028', '70'));
  t.match(text((await poonam.get('/stock?show=near-expiry')).body), 'पैरासिटामोल');
  const path = `/stock/item/${PCM}/expire`;
  t.equal((await poonam.post(path, {})).status, 409, 'nothing has expired yet');
  centre.clock.now += 45 * 86_400_000;
  poonam = await centre.logIn('poonam');
  t.match((await poonam.get('/stock?show=expired')).body, `action="${path}"`);
  const both = { once: 'e', batch: '2026-12 A' };
  await Promise.all([poonam.post(path, both), poonam.sameSession().post(path, both)]);
  t.match(centre.facility.stock.allBatches(PCM), [{ batch: 'B', quantity: 70 }]);
  t.match(
    (await movements(PCM)).filter((one) => one?.type === 'stock' && one.kind === 'expire'),
    [{ change: -30, reason: 'expired' }],
  );
});

void t.test('the list finds by name and shows what is nil, low, and never came', async (t) => {
  await receive(line(0, PCM, 'A', '03/2028', '100'), line(1, IBU, 'I', '03/2028', '10'));
  await centre.facility.append({ by: 'poonam' }, (draft) => {
    draft.stock({ item: PCM, batch: 'A', expiry: '2028-03', change: -90, kind: 'dispense' });
    draft.stock({ item: IBU, batch: 'I', expiry: '2028-03', change: -10, kind: 'dispense' });
  });
  const shown = async (query: string) =>
    text((await poonam.get(`/stock${query}`)).body.split('class="stock-chips"').at(-1) ?? '');
  t.match(await shown('?show=nil'), 'आइबुप्रोफेन');
  t.notMatch(await shown('?show=nil'), 'पैरासिटामोल');
  t.match(await shown('?show=low'), 'पैरासिटामोल');
  t.match(await shown('?show=runs-out'), /पैरासिटामोल.*3 दिन/);
  t.match(await shown('?q=ibu'), 'आइबुप्रोफेन');
  t.notMatch(await shown('?q=ibu'), 'पैरासिटामोल');
  t.notMatch(await shown(''), 'एमोक्सिसिलिन', 'what never came is not nil');
  t.match(await shown('?show=unreceived'), 'एमोक्सिसिलिन');
  t.match((await poonam.get('/stock?q=%3Cb%3E')).body, 'value="&lt;b&gt;"');
  t.equal((await poonam.get('/stock/item/no-such')).status, 404);
});

void t.test('a nurse and a doctor may look and not change', async (t) => {
  await receive(line(0, PCM, 'A', '03/2028', '100'));
  for (const name of ['nisha', 'dr.verma']) {
    const user = await centre.logIn(name);
    t.equal((await user.get('/stock')).status, 200);
    t.notMatch((await user.get(`/stock/item/${PCM}`)).body, 'adjust');
    t.equal((await user.get('/stock/receive')).status, 403);
    t.equal((await user.post(`/stock/item/${PCM}/adjust`, {})).status, 403);
    t.equal((await user.post(`/stock/item/${PCM}/expire`, {})).status, 403);
  }
  t.equal((await (await centre.logIn('asha')).get('/stock')).status, 403);
});

void t.test('a long history is shown page by page with the right balances', async (t) => {
  await receive(line(0, PCM, 'A', '03/2028', '1000'));
  await centre.facility.append({ by: 'poonam' }, (draft) => {
    for (let i = 0; i < 60; i += 1)
      draft.stock({ item: PCM, batch: 'A', expiry: '2028-03', change: -1, kind: 'dispense' });
  });
  const first = (await poonam.get(`/stock/item/${PCM}`)).body;
  const older = /href="(\/stock\/item\/[^"]+\?before=\d+)"/.exec(first)?.[1] ?? '';
  const second = text((await poonam.get(older)).body);
  t.match(second, /−1 980 /);
  t.match(second, /\+1,000 1,000 /);
  t.notMatch(second, / 979 /);
});

void t.test('a list of hundreds comes page by page, and every row stands on one of them', async (t) => {
  const namesOn = (body: string): string[] =>
    [...body.matchAll(/href="\/stock\/item\/([^"]+)"/g)].map(([, code = '']) => code);
  const first = await poonam.get('/stock?show=unreceived');
  t.equal(namesOn(first.body).length, 50);
  t.match(first.body, 'href="?show=unreceived&amp;page=2"');
  const seen = new Set(namesOn(first.body));
  for (const page of [2, 3, 4, 5]) {
    for (const code of namesOn((await poonam.get(`/stock?show=unreceived&page=${page}`)).body))
      seen.add(code);
  }
  t.equal(seen.size, centre.facility.reference.drugs.size);
});
