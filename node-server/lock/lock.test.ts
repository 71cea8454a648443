import t from 'tap';
import { LAN_PASSWORD, openLanCentre, type LanCentre } from '../../tests/lan-centre.js';
import type { LanBrowser } from '../../tests/lan-browser.js';
import { lookIndex } from '../access/look-index.js';
import { printedPatientId } from '../../records/ids.js';
import { visitPath } from '../stations/visit-path.js';
import { wrongPin } from './weak-pin.js';

const MINUTE = 60_000;

async function setPin(browser: LanBrowser, pin: string): Promise<void> {
  await browser.get('/pin');
  const answer = await browser.post('/pin', { password: LAN_PASSWORD, newPin: pin, againPin: pin });
  if (answer.status !== 302) throw new Error(`the PIN was not taken: ${answer.status}`);
}

/** Two clerks on shift at one browser, asha there last, both with a PIN. */
async function twoClerks(centre: LanCentre): Promise<LanBrowser> {
  const browser = await centre.device('काउंटर 1');
  await browser.logIn('meena', LAN_PASSWORD);
  await setPin(browser, '7391');
  await browser.post('/lock/now', { next: '/' });
  await browser.logIn('asha', LAN_PASSWORD);
  await setPin(browser, '4082');
  return browser;
}

const carriedIn = (body: string): string =>
  (/name="carried" value="([^"]*)"/.exec(body)?.[1] ?? '').replaceAll('&quot;', '"').replaceAll('&#34;', '"');

t.test(
  'a page that nobody touches locks, also without script, and a PIN opens it where one was',
  async (t) => {
    const centre = await openLanCentre(t);
    const browser = await twoClerks(centre);
    centre.clock.now += 4 * MINUTE;
    t.equal((await browser.get('/counter')).status, 200);
    centre.clock.now += 4 * MINUTE;
    t.equal((await browser.get('/counter')).status, 200, 'use keeps it open');
    centre.clock.now += 5 * MINUTE;
    t.equal((await browser.get('/counter?q=x')).location, '/lock?next=%2Fcounter%3Fq%3Dx');
    t.equal((await browser.get('/api/still-here')).status, 401);
    const page = await browser.get('/lock?next=%2Fcounter%3Fq%3Dx');
    t.match(page.body, 'आशा कुमारी');
    t.match(page.body, 'मीना झा');
    t.notMatch(page.body, 'निशा देवी', 'not on shift here');
    const wrong = await browser.post('/lock', { name: 'asha', pin: '7391', next: '/counter?q=x' });
    t.match(wrong, { status: 401, body: /PIN सही नहीं है/ });
    const opened = await browser.post('/lock', { name: 'asha', pin: '4082', next: '/counter?q=x' });
    t.match(opened, { status: 302, location: '/counter?q=x' });
    t.equal((await browser.get('/counter')).status, 200);
  },
);

t.test('pages that refresh themselves keep no page open', async (t) => {
  const centre = await openLanCentre(t);
  const browser = await twoClerks(centre);
  for (let minute = 0; minute < 5; minute += 1) {
    centre.clock.now += MINUTE;
    await browser.get('/queue', { 'x-nadi-auto': '1' });
    await browser.get('/queue', { 'sec-fetch-mode': 'navigate' });
  }
  t.match((await browser.get('/queue')).location, '/lock');
});

t.test('another person takes over with a name and a PIN, and acts in that name', async (t) => {
  const centre = await openLanCentre(t);
  const browser = await twoClerks(centre);
  t.equal((await browser.post('/lock/now', { next: '/counter' })).location, '/lock?next=%2Fcounter');
  t.match((await browser.get('/counter')).location, '/lock');
  t.equal((await browser.post('/lock', { name: 'meena', pin: '7391', next: '/counter' })).location, '/');
  t.match((await browser.get('/')).body, 'नमस्ते, मीना झा');
  t.equal(
    (await browser.post('/lock', { name: 'nisha', pin: '7391' })).status,
    400,
    'who is not on shift is not let in',
  );
  t.equal((await browser.post('/log-out', {})).location, '/lock', 'asha is still on shift');
  t.notMatch((await browser.get('/lock')).body, 'मीना झा');
  await browser.post('/lock', { name: 'asha', pin: '4082' });
  t.equal((await browser.post('/log-out', {})).location, '/login');
});

t.test('what was typed in a form survives the lock, for whoever typed it', async (t) => {
  const centre = await openLanCentre(t);
  const browser = await twoClerks(centre);
  await browser.get('/counter/new');
  centre.clock.now += 6 * MINUTE;
  const locked = await browser.post('/counter/new', { name: 'सीता कुमारी', sex: 'female' });
  t.equal(locked.status, 401);
  const carried = carriedIn(locked.body);
  t.match(carried, 'सीता कुमारी');
  const other = await browser.post('/lock', { name: 'meena', pin: '7391', carried, owner: 'asha' });
  t.match(other, { status: 409, body: /आशा कुमारी का लिखा हुआ बाकी है/ });
  t.equal(carriedIn(other.body), carried, 'still there');
  const back = await browser.post('/lock', { name: 'asha', pin: '4082', carried, owner: 'asha' });
  t.equal(back.status, 200);
  t.match(back.body, 'अब सहेजें');
  t.match(back.body, 'सीता कुमारी');
});

t.test('after five wrong PINs only the password helps, also after a restart', async (t) => {
  const centre = await openLanCentre(t);
  const browser = await twoClerks(centre);
  await browser.post('/lock/now', {});
  for (let i = 0; i < 4; i += 1) await browser.post('/lock', { name: 'asha', pin: '0000' });
  t.match((await browser.post('/lock', { name: 'asha', pin: '0000' })).body, 'PIN पाँच बार ग़लत लिखा गया');
  await centre.restart();
  Object.assign(browser, { origin: centre.running.addresses[0] });
  t.equal(
    (await browser.post('/lock', { name: 'asha', pin: '4082' })).status,
    401,
    'the right one comes too late',
  );
  t.equal((await browser.post('/lock', { name: 'asha', password: 'not-this-one' })).status, 401);
  t.equal((await browser.post('/lock', { name: 'asha', password: LAN_PASSWORD })).status, 302);
  await browser.post('/lock/now', {});
  t.equal(
    (await browser.post('/lock', { name: 'asha', pin: '4082' })).status,
    302,
    'and the PIN counts again',
  );
});

t.test('a change of stock asks for the PIN, carries the form, and is written once', async (t) => {
  const centre = await openLanCentre(t);
  const { facility } = centre.running;
  const item = 'paracetamol-tab-500mg';
  await facility.append({ by: 'poonam' }, (draft) => {
    draft.stock({ item, batch: 'P1', expiry: '2028-01', change: 100, kind: 'opening', source: 'DW' });
  });
  const browser = await centre.device('store');
  await browser.logIn('poonam', LAN_PASSWORD);
  const path = `/stock/item/${item}/adjust`;
  const fields = { batch: '2028-01 P1', how: 'less', quantity: '10', reason: 'broken', once: 'one' };
  await browser.get(path);
  const balance = () => facility.stock.allBatches(item)[0]?.quantity;

  t.equal((await browser.post(path, fields)).status, 302, 'who has no PIN is not asked');
  t.equal(balance(), 90);
  await setPin(browser, '7391');
  const asked = await browser.post(path, { ...fields, once: 'two' });
  t.equal(asked.status, 200);
  t.match(asked.body, 'PIN से पक्का करें');
  t.match(asked.body, /name="quantity" hidden readonly>\n10</);
  t.equal(balance(), 90, 'nothing is written yet');
  const wrong = await browser.post(path, { ...fields, once: 'two', pin: '1111' });
  t.match(wrong, { status: 401, body: /name="quantity"/ });
  t.equal(balance(), 90);
  t.equal((await browser.post(path, { ...fields, once: 'two', pin: '7391' })).status, 302);
  t.equal((await browser.post(path, { ...fields, once: 'two', pin: '7391' })).status, 302);
  t.equal(balance(), 80, 'a double click is one change');
  t.match(
    (await browser.post(`${path}?again=1`, { ...fields, once: 'three' })).body,
    'value="10"',
    'one may go back',
  );
});

t.test('a prescription is signed with the PIN; every other button of the form goes without', async (t) => {
  const centre = await openLanCentre(t);
  const { facility } = centre.running;
  const visit = await facility.append({ by: 'asha' }, (draft) => {
    const { _id: patient } = draft.patient({ name: 'सीता कुमारी', sex: 'female', birthDate: '1990-01-01' });
    return draft.visit({ patient, kind: 'new', station: 'doctor' })._id;
  });
  const browser = await centre.device('doctor');
  await browser.logIn('dr.verma', LAN_PASSWORD);
  await setPin(browser, '7391');
  const path = `/doctor/${visitPath(visit)}`;
  const fields = {
    seen: '0',
    'diagnosis.0.code': 'I10',
    'diagnosis.0.certainty': 'confirmed',
    advice: 'fluids',
  };
  t.match((await browser.post(path, { ...fields, action: 'find' })).body, 'id="consult"');
  const asked = await browser.post(path, { ...fields, action: 'sign' });
  t.match(asked.body, 'PIN से पक्का करें');
  t.match(asked.body, /name="action" hidden readonly>\nsign</);
  t.equal((await facility.loadVisit(visit)).length, 1, 'nothing is written yet');
  const signed = await browser.post(path, { ...fields, action: 'sign', pin: '7391' });
  t.match(signed.location, '/doctor?signed=');
  t.ok((await facility.loadVisit(visit)).some(({ type }) => type === 'diagnosis'));
});

/** Sita, whose allergy must be known at once; where her emergency view stands. */
async function allergicPatient(centre: LanCentre): Promise<string> {
  const patient = await centre.running.facility.append({ by: 'dr.verma' }, (draft) => {
    const { _id } = draft.patient({ name: 'सीता कुमारी', sex: 'female', birthDate: '1990-01-01' });
    draft.patientPart(_id, 'allergy', { substance: 'Penicillin', severity: 'severe' });
    return _id;
  });
  return `/emergency/${printedPatientId(patient)}`;
}

/** How many records were opened with a reason. */
async function opened({ running }: LanCentre): Promise<number> {
  return (await lookIndex(running.facility).withReason(10)).length;
}

t.test('who treats reads what saves a life one tap behind the search, and is asked nothing', async (t) => {
  const centre = await openLanCentre(t);
  const path = await allergicPatient(centre);
  const browser = await centre.device('nurse');
  await browser.logIn('nisha', LAN_PASSWORD);
  await setPin(browser, '7391');
  t.match((await browser.get('/emergency?q=%E0%A4%B8%E0%A5%80%E0%A4%A4%E0%A4%BE')).body, `href="${path}"`);
  t.match(await browser.get(path), { status: 200, body: /Penicillin/ });
  t.equal(await opened(centre), 0, 'it is a look, no break-glass');
});

t.test('break-glass asks for the PIN, on the form itself, before anything is opened', async (t) => {
  const centre = await openLanCentre(t, { pinToAct: false });
  const path = await allergicPatient(centre);
  const browser = await centre.device('counter');
  await browser.logIn('asha', LAN_PASSWORD);
  await setPin(browser, '7391');
  const form = await browser.get(path);
  t.match(form.body, /name="pin"/, 'so that two taps are enough: the patient, and Open');
  t.notMatch(form.body, 'Penicillin');
  for (const proof of [{}, { pin: '' }, { pin: '1111' }]) {
    const asked = await browser.post(path, { why: 'other', words: 'होश में नहीं', ...proof });
    t.match(asked.body, /name="words" hidden readonly>\nहोश में नहीं</, 'what was typed is kept');
    t.notMatch((await browser.get(path)).body, 'Penicillin');
  }
  t.equal(await opened(centre), 0);
  t.equal((await browser.post(path, { why: 'emergency', pin: '7391' })).status, 302);
  t.match((await browser.get(path)).body, 'Penicillin');
  t.equal(await opened(centre), 1);
});

t.test('who has no PIN breaks the glass with the password', async (t) => {
  const centre = await openLanCentre(t);
  const path = await allergicPatient(centre);
  const browser = await centre.device('counter');
  await browser.logIn('asha', LAN_PASSWORD);
  t.match((await browser.get(path)).body, /name="password"/);
  t.match((await browser.post(path, { why: 'emergency' })).body, 'आपने PIN नहीं रखा है');
  t.equal((await browser.post(path, { why: 'emergency', password: 'not-this-one' })).status, 401);
  t.equal(await opened(centre), 0);
  t.equal((await browser.post(path, { why: 'emergency', password: LAN_PASSWORD })).status, 302);
  t.match((await browser.get(path)).body, 'Penicillin');
  t.equal(await opened(centre), 1);
});

t.test('a PIN has four to six digits that are not the first guess', (t) => {
  for (const pin of ['4082', '739105', '90210']) t.equal(wrongPin(pin), null, pin);
  for (const pin of ['123', '1234567', '12a4', '१२३४']) t.match(wrongPin(pin), { code: 'pin.digits' }, pin);
  for (const pin of ['0000', '1234', '987654', '1212', '565656'])
    t.match(wrongPin(pin), { code: 'pin.easy' }, pin);
  t.end();
});
