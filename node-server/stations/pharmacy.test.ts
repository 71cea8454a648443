import { setImmediate } from 'node:timers/promises';
import t from 'tap';
import type { Dose, PrescriptionLine, PrescriptionRecord } from '../../records/care.js';
import type { PatientId, VisitId } from '../../records/ids.js';
import type { Allergy } from '../../records/people.js';
import { stateWord } from '../../records/queue-entry.js';
import { foldVisit } from '../../records/visit-fold.js';
import { findChromium, startBrowser } from '../../tests/browser.js';
import type { HttpUser } from '../../tests/http-user.js';
import { CENTRE_PASSWORD, openStationCentre, type StationCentre } from '../../tests/station-centre.js';
import { doctorPages } from './doctor.js';
import { pharmacyPages } from './pharmacy.js';
import { saveDispense } from './pharmacy/save-dispense.js';
import { queuePages } from './queue.js';
import { stockPages } from './stock.js';
import { visitPath } from './visit-path.js';

let centre: StationCentre;
let poonam: HttpUser;
t.beforeEach(async () => {
  centre = await openStationCentre((facility) => [
    queuePages(facility),
    pharmacyPages(facility),
    stockPages(facility, () => ({ adjustShare: 0.2, adjustUnits: 20 })),
    doctorPages(facility),
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
const PCM650 = 'paracetamol-tab-650mg';
const IBU = 'ibuprofen-tab-400mg';
const AMOX = 'amoxicillin-cap-500mg';
const AMOX250 = 'amoxicillin-cap-250mg';
const DOSE: Dose = { pattern: '1-1-1', amount: 1, unit: 'tablet', days: 5, food: 'after' };

async function stock(item: string, batch: string, expiry: string, change: number): Promise<void> {
  await centre.facility.append({ by: 'poonam' }, (draft) =>
    draft.stock({ item, batch, expiry, change, kind: 'receive' }),
  );
}
/** A visit at the pharmacy with a signed prescription. */
async function prescribe(...lines: [drug: string, quantity: number][]): Promise<VisitId> {
  return prescribeOver({}, ...lines);
}
/** The same, with what the doctor said to the patient's allergies, which stand before. */
async function prescribeOver(
  said: { allergies?: Allergy[] } & Pick<Partial<PrescriptionRecord>, 'accepted' | 'signedOver'>,
  ...lines: [drug: string, quantity: number][]
): Promise<VisitId> {
  const { allergies = [], ...signed } = said;
  const patient = await centre.register({ name: 'रामू', sex: 'male', birthDate: '1980' });
  for (const allergy of allergies) await noteAllergy(patient, allergy);
  const visit = await centre.facility.append(
    { by: 'asha' },
    (draft) => draft.visit({ patient, kind: 'new', station: 'doctor' })._id,
  );
  await centre.facility.append({ by: 'dr.verma', visits: [visit] }, (draft) => {
    draft.part(visit, 'prescription', { patient, lines: linesOf(lines), ...signed });
    draft.part(visit, 'move', { patient, station: 'doctor', action: 'transfer', to: 'pharmacy' });
  });
  return visit;
}
const noteAllergy = (patient: PatientId, allergy: Allergy) =>
  centre.facility.append({ by: 'dr.verma' }, (draft) => draft.patientPart(patient, 'allergy', allergy));
const linesOf = (lines: [string, number][]): PrescriptionLine[] =>
  lines.map(([drug, quantity], i) => ({ line: i + 1, drug, name: drug, dose: DOSE, quantity }));
const view = async (visit: VisitId) => foldVisit(await centre.facility.loadVisit(visit));
const address = (visit: VisitId): string => `/pharmacy/${visitPath(visit)}`;
const text = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const balance = (item: string) => centre.facility.stock.balance(item, centre.facility.today());

/** The page's form as a browser would send it back untouched. */
async function formOf(visit: VisitId): Promise<Record<string, string>> {
  return readForm((await poonam.get(address(visit))).body);
}
function readForm(body: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [input] of body.matchAll(/<input [^>]*>/g)) {
    const name = /name="((?:[gl]\d+_\d+\S*|rx))"/.exec(input)?.[1];
    const radio = /type="(radio|checkbox)"/.test(input) && !/ checked/.test(input);
    if (name && !radio) fields[name] = unescapeHtml(/value="([^"]*)"/.exec(input)?.[1] ?? '');
  }
  return fields;
}
/** The tick for having asked about an allergy, as the page offers it. */
function tickOn(body: string): Record<string, string> {
  const [input = ''] = /<input [^>]*name="l1_1\.allergy"[^>]*>/.exec(body) ?? [];
  return { 'l1_1.allergy': unescapeHtml(/value="([^"]*)"/.exec(input)?.[1] ?? '') };
}
function unescapeHtml(html: string): string {
  return html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

void t.test(
  'the proposal takes the earliest expiry first, over two batches, and one save does everything',
  async (t) => {
    await stock(PCM, 'LATE', '2027-09', 100);
    await stock(PCM, 'SOON', '2026-12', 10);
    await stock(PCM, 'GONE', '2026-10', 500);
    const visit = await prescribe([PCM, 15]);
    const form = await formOf(visit);
    t.match(form, {
      'g1_1_0.batch': '2026-12 SOON',
      'g1_1_0.quantity': '10',
      'g1_1_1.batch': '2027-09 LATE',
      'g1_1_1.quantity': '5',
    });
    t.notOk(JSON.stringify(form).includes('GONE'), 'an expired batch is never offered');
    const before = centre.facility.recordCount;
    const answer = await poonam.post(address(visit), { ...form, go: 'finish' });
    t.equal(answer.location, `${address(visit)}/label`);
    t.equal(centre.facility.recordCount, before + 4, 'a dispense, two movements and the finish');
    const after = await view(visit);
    t.match(after.dispenses, [
      {
        prescription: `${visit}:rx:1`,
        lines: [
          { line: 1, drug: PCM, batch: 'SOON', quantity: 10 },
          { line: 1, drug: PCM, batch: 'LATE', quantity: 5 },
        ],
      },
    ]);
    t.equal(after.state, 'finished');
    t.equal(balance(PCM), 95);
    const label = text((await poonam.get(`${address(visit)}/label`)).body);
    t.match(label, '1 गोली सुबह, 1 गोली दोपहर, 1 गोली रात — खाना खाने के बाद — 5 दिन');
  },
);

void t.test('an expired batch is refused even when a form names it', async (t) => {
  await stock(PCM, 'GONE', '2026-10', 500);
  const visit = await prescribe([PCM, 5]);
  const form = {
    rx: '1',
    'l1_1.drug': PCM,
    'g1_1_0.batch': '2026-10 GONE',
    'g1_1_0.quantity': '5',
    go: 'finish',
  };
  const answer = await poonam.post(address(visit), form);
  t.equal(answer.status, 400);
  t.match(text(answer.body), 'केवल 0 हैं');
  t.same((await view(visit)).dispenses, []);
});

void t.test(
  'short stock is given in part: the rest is closed with a reason, or the patient comes back',
  async (t) => {
    await stock(PCM, 'A', '2027-03', 6);
    const visit = await prescribe([PCM, 15], [IBU, 6]);
    const form = await formOf(visit);
    const asked = await poonam.post(address(visit), { ...form, go: 'finish' });
    t.equal(asked.status, 400);
    t.match(text(asked.body), '9 नहीं दी गई: कारण चुनें');
    t.match(text(asked.body), '6 नहीं दी गई: कारण चुनें');
    await poonam.post(address(visit), { ...form, 'l1_2.close': 'nil-stock', go: 'later' });
    const held = await view(visit);
    t.equal(held.state, 'held');
    t.match(held.prescription?.lines, [
      { dispensed: 6, open: 9 },
      { open: 0, closed: 'nil-stock' },
    ]);
    t.match(text((await poonam.get('/pharmacy')).body), /दवा लेना बाकी.*रामू/);

    centre.clock.now += 2 * 86_400_000;
    poonam = await centre.logIn('poonam');
    t.match(text((await poonam.get('/pharmacy')).body), /दवा लेना बाकी.*रामू/, 'two days later, too');
    await stock(PCM, 'B', '2027-05', 100);
    const again = await formOf(visit);
    t.equal(again['g1_1_0.quantity'], '9');
    await poonam.post(address(visit), { ...again, go: 'finish' });
    t.match(await view(visit), { state: 'finished', openLines: 0 });
    t.equal(balance(PCM), 91);
    t.match(text((await poonam.get('/pharmacy')).body), 'किसी की दवा बाकी नहीं है');
  },
);

void t.test(
  'another drug is given only by a doctor’s word, in the amount that the doctor says',
  async (t) => {
    await stock(AMOX, 'AM1', '2027-03', 40);
    const visit = await prescribe([IBU, 6]);
    const form = await formOf(visit);
    const found = await poonam.post(address(visit), { ...form, 'l1_1.search': 'amox', find: '1_1' });
    t.equal(found.status, 200);
    t.match(found.body, `value="${AMOX}"`);
    const unseen = await poonam.post(address(visit), { ...form, 'l1_1.substitute': AMOX, go: 'finish' });
    t.equal(unseen.status, 400);
    t.match(text(unseen.body), 'दूसरी दवा चुनी गई है');
    const shown = readForm(unseen.body);
    t.match(shown, { 'l1_1.drug': AMOX, 'g1_1_0.batch': '2027-03 AM1', 'g1_1_0.quantity': '' });
    t.match(text(unseen.body), 'कितनी देनी है, यह डॉक्टर ही बताएँगे');
    const silent = { ...shown, 'l1_1.agreedBy': 'dr.verma', go: 'finish' };
    t.equal((await poonam.post(address(visit), silent)).status, 400, 'no amount is guessed');
    shown['g1_1_0.quantity'] = '9';
    const nobody = await poonam.post(address(visit), { ...shown, 'l1_1.agreedBy': 'poonam', go: 'finish' });
    t.equal(nobody.status, 400, 'a pharmacist’s own word is not enough');
    await poonam.post(address(visit), { ...shown, 'l1_1.agreedBy': 'dr.verma', go: 'finish' });
    t.match((await view(visit)).dispenses, [
      {
        lines: [
          {
            ...{ drug: AMOX, batch: 'AM1', quantity: 9 },
            substitute: { for: IBU, agreedBy: 'dr.verma', ratio: [3, 2] },
          },
        ],
      },
    ]);
    t.match(await view(visit), { state: 'finished', openLines: 0 }, 'it stands for the six that were open');
    t.equal(balance(AMOX), 31);
    t.match(text((await poonam.get(`${address(visit)}/label`)).body), 'डॉक्टर के बताए अनुसार');
  },
);

void t.test('a substitute that the patient is allergic to needs a tick of its own', async (t) => {
  await stock(AMOX, 'AM1', '2027-03', 40);
  const visit = await prescribe([IBU, 6]);
  const { patient } = await view(visit);
  await centre.facility.append({ by: 'dr.verma' }, (draft) =>
    draft.patientPart(patient, 'allergy', { substance: 'penicilin' }),
  );
  const base = {
    rx: '1',
    'l1_1.drug': AMOX,
    'l1_1.substitute': AMOX,
    'l1_1.agreedBy': 'dr.verma',
    'g1_1_0.batch': '2027-03 AM1',
    'g1_1_0.quantity': '6',
    go: 'finish',
  };
  const asked = await poonam.post(address(visit), base);
  t.equal(asked.status, 400);
  t.match(text(asked.body), 'penicilin से एलर्जी: डॉक्टर से पूछकर');
  t.equal((await poonam.post(address(visit), { ...base, ...tickOn(asked.body) })).status, 302);
  t.match((await view(visit)).dispenses, [
    { asked: [{ line: 1, substance: 'penicilin', doctor: 'dr.verma' }] },
  ]);
});

const SEVERE: Allergy = { substance: 'Penicillin', severity: 'severe' };

void t.test(
  'a severe allergy that the doctor signed over is told, and nothing goes out before a doctor was asked',
  async (t) => {
    await stock(AMOX, 'AM1', '2027-03', 40);
    // picked on an English page, read on a Hindi one
    const signedOver = [{ line: 1, ...SEVERE, reason: 'Taken before without trouble' }];
    const reason = 'पहले ली है, परेशानी नहीं हुई';
    const visit = await prescribeOver({ allergies: [SEVERE], signedOver }, [AMOX, 15]);

    t.match(text((await poonam.get('/pharmacy')).body), /रामू.*गंभीर एलर्जी/, 'the row says so in words');
    const page = text((await poonam.get(address(visit))).body);
    t.match(page, 'एलर्जी: Penicillin (गंभीर)');
    t.match(page, /डॉ. अनिल वर्मा ने जानते हुए हस्ताक्षर किए \(10:00\)। कारण: पहले ली है, परेशानी नहीं हुई/);

    const form = { ...(await formOf(visit)), go: 'finish' };
    const refused = await poonam.post(address(visit), form);
    t.equal(refused.status, 400);
    t.match(text(refused.body), 'Penicillin से एलर्जी: डॉक्टर से पूछकर यहाँ निशान लगाएँ');
    const ticked = { ...form, ...tickOn(refused.body) };
    t.equal((await poonam.post(address(visit), ticked)).status, 400, 'whom was asked must be said');
    t.equal((await poonam.post(address(visit), { ...ticked, 'l1_1.asked': 'poonam' })).status, 400);
    t.same((await view(visit)).dispenses, []);

    const saved = await poonam.post(address(visit), { ...ticked, 'l1_1.asked': 'dr.verma' });
    t.equal(saved.location, `${address(visit)}/label`);
    t.match((await view(visit)).dispenses, [
      { by: 'poonam', asked: [{ line: 1, ...SEVERE, doctor: 'dr.verma' }] },
    ]);
    t.match(
      text((await poonam.get(address(visit))).body),
      'पूनम सिंह ने डॉ. अनिल वर्मा से Penicillin (गंभीर) के बारे में पूछा (10:00)',
    );
    const doctors = text((await (await centre.logIn('dr.verma')).get(`/doctor/${visitPath(visit)}`)).body);
    t.match(doctors, `Penicillin (गंभीर) से एलर्जी के बावजूद: ${reason}`, 'the visit tells it, too');
    t.match(doctors, 'पूनम सिंह ने डॉ. अनिल वर्मा से Penicillin (गंभीर) के बारे में पूछा (10:00)');
    t.notMatch(text((await poonam.get('/pharmacy')).body), 'गंभीर एलर्जी', 'nothing is left to give');
  },
);

void t.test('a moderate allergy that was signed over is told, and asks for nothing more', async (t) => {
  await stock(AMOX, 'AM1', '2027-03', 40);
  const moderate = { substance: 'Penicillin' };
  const said = { allergies: [moderate], signedOver: [{ line: 1, ...moderate }] };
  const visit = await prescribeOver(said, [AMOX, 15]);
  t.match(text((await poonam.get('/pharmacy')).body), /रामू.* एलर्जी /);
  const page = text((await poonam.get(address(visit))).body);
  t.match(page, /एलर्जी: Penicillin डॉ. अनिल वर्मा ने जानते हुए हस्ताक्षर किए/);
  t.equal((await poonam.post(address(visit), { ...(await formOf(visit)), go: 'finish' })).status, 302);
  t.notOk((await view(visit)).dispenses[0]?.asked);
});

void t.test('an allergy that came to light after signing holds up what was ticked before it', async (t) => {
  await stock(AMOX, 'AM1', '2027-03', 40);
  const visit = await prescribe([AMOX, 15]);
  const { patient } = await view(visit);
  t.notMatch(text((await poonam.get('/pharmacy')).body), 'एलर्जी');
  await noteAllergy(patient, { substance: 'amoxicillin' });
  const page = (await poonam.get(address(visit))).body;
  t.match(text(page), 'किसी डॉक्टर ने यह एलर्जी जानकर हस्ताक्षर नहीं किए हैं');
  const ticked = { ...(await formOf(visit)), ...tickOn(page), 'l1_1.asked': 'dr.verma', go: 'finish' };
  await noteAllergy(patient, SEVERE);
  const refused = await poonam.post(address(visit), ticked);
  t.equal(refused.status, 400, 'nobody has asked about the second one');
  t.notMatch(/<input [^>]*name="l1_1\.allergy"[^>]*>/.exec(refused.body)?.[0], 'checked');
  t.equal((await poonam.post(address(visit), { ...ticked, ...tickOn(refused.body) })).status, 302);
});

void t.test('the rest of a course is reckoned from the day on which what was given runs out', async (t) => {
  centre.clock.now = Date.parse('2026-11-29T04:30:00Z');
  poonam = await centre.logIn('poonam');
  await stock(PCM, 'NOV', '2026-11', 20);
  // Five days from today: nine of fifteen tablets last until 1 December.
  const visit = await prescribe([PCM, 15]);
  const form = await formOf(visit);
  await poonam.post(address(visit), { ...form, 'g1_1_0.quantity': '9', go: 'later' });
  t.match(
    text((await poonam.get(address(visit))).body),
    'समाप्ति 30 नव॰ 2026, पर दवा 3 दिस॰ 2026 तक चलेगी',
    'the six that are left are for 2 and 3 December',
  );
  await stock(PCM, 'DEC', '2026-12', 20);
  t.match(await formOf(visit), { 'g1_1_0.batch': '2026-12 DEC', 'g1_1_0.quantity': '6' });
  const { entry } = await view(visit);
  t.equal(stateWord(entry), 'comesBack', 'whoever asks the clerk is told that medicine is to be fetched');
});

void t.test('an allergy that is written down at the very moment of giving holds it up, too', async (t) => {
  await stock(AMOX, 'AM1', '2027-03', 40);
  const visit = await prescribe([AMOX, 15]);
  const { patient } = await view(visit);
  const form = { ...(await formOf(visit)), go: 'finish' };
  // While one write is under way the next waits: it is written down, and on no disk yet.
  const busy = stock(PCM, 'P1', '2027-03', 10);
  await setImmediate();
  const noted = noteAllergy(patient, SEVERE);
  await t.rejects(saveDispense(centre.facility, 'poonam', visit, form), {
    code: 'bad-input',
    fields: [{ code: 'askAboutAllergy', params: { substance: 'Penicillin' } }],
  });
  await Promise.all([busy, noted]);
  t.same((await view(visit)).dispenses, []);
});

void t.test('the batch that lasts the course goes before the first to expire', async (t) => {
  // The course of 5 days ends on 2 December.
  centre.clock.now = Date.parse('2026-11-28T04:30:00Z');
  poonam = await centre.logIn('poonam');
  await stock(PCM, 'NOV', '2026-11', 100);
  await stock(PCM, 'MAR', '2027-03', 10);
  await stock(PCM, 'DEC', '2026-12', 12);
  const enough = await prescribe([PCM, 15]);
  t.match(await formOf(enough), {
    'g1_1_0.batch': '2026-12 DEC',
    'g1_1_0.quantity': '12',
    'g1_1_1.batch': '2027-03 MAR',
    'g1_1_1.quantity': '3',
    'g1_1_2.batch': '2026-11 NOV',
    'g1_1_2.quantity': '',
  });
  t.match(
    text((await poonam.get(address(enough))).body),
    'समाप्ति 30 नव॰ 2026, पर दवा 2 दिस॰ 2026 तक चलेगी',
    'who takes the other batch reads when it ends',
  );
  const more = await prescribe([PCM, 30]);
  const form = await formOf(more);
  t.match(form, { 'g1_1_2.batch': '2026-11 NOV', 'g1_1_2.quantity': '8' }, 'where there is no other');
  t.equal((await poonam.post(address(more), { ...form, go: 'finish' })).status, 302, 'a warning, no bar');
});

void t.test('another strength of the same medicine is reckoned to the same dose', async (t) => {
  await stock(PCM650, 'P6', '2027-03', 40);
  const visit = await prescribe([PCM, 13]);
  const form = { rx: '1', 'l1_1.drug': PCM, 'l1_1.substitute': PCM650, find: '1_1' };
  const shown = readForm((await poonam.post(address(visit), form)).body);
  t.equal(shown['g1_1_0.quantity'], '10', '13 × 500 mg are 10 × 650 mg');
});

void t.test('a substitute given one by one is never more than the whole line needs', async (t) => {
  await stock(AMOX250, 'S', '2027-03', 100);
  const visit = await prescribe([AMOX, 2]);
  const typed = { 'l1_1.drug': AMOX250, 'l1_1.substitute': AMOX250, 'l1_1.agreedBy': 'dr.verma' };
  const one = { rx: '1', ...typed, 'g1_1_0.batch': '2027-03 S', 'g1_1_0.quantity': '1', go: 'later' };
  const answers = [];
  for (let i = 0; i < 5; i += 1) answers.push((await poonam.post(address(visit), one)).status);
  t.same(answers, [302, 302, 302, 302, 400], '2 × 500 mg are 4 × 250 mg');
  t.equal(balance(AMOX250), 96);
  t.match((await view(visit)).prescriptions[0]?.lines, [{ dispensed: 2, open: 0 }]);
  t.match((await view(visit)).dispenses[0]?.lines, [{ substitute: { ratio: [2, 1] } }]);
});

void t.test('a double click gives out once, and so do two pages of one prescription', async (t) => {
  await stock(PCM, 'A', '2027-03', 100);
  const visit = await prescribe([PCM, 15]);
  const form = { ...(await formOf(visit)), go: 'finish', once: 'x' };
  const both = await Promise.all([
    poonam.post(address(visit), form),
    poonam.sameSession().post(address(visit), form),
  ]);
  t.same(
    both.map(({ status }) => status),
    [302, 302],
  );
  t.equal(balance(PCM), 85);
  const late = await poonam.post(address(visit), { ...form, once: 'y' });
  t.equal(late.status, 400);
  t.match(text(late.body), 'इस बीच दी या बंद');
  t.equal(balance(PCM), 85);
});

void t.test(
  'a prescription that was superseded meanwhile is not given: the page shows the new one',
  async (t) => {
    await stock(PCM, 'A', '2027-03', 100);
    await stock(IBU, 'I', '2027-03', 100);
    const visit = await prescribe([PCM, 15]);
    const form = await formOf(visit);
    const { patient } = await view(visit);
    await centre.facility.append({ by: 'dr.verma', visits: [visit] }, (draft) =>
      draft.part(visit, 'prescription', {
        patient,
        lines: linesOf([[IBU, 6]]),
        supersedes: `${visit}:rx:1`,
        reason: 'एलर्जी बताई',
      }),
    );
    const answer = await poonam.post(address(visit), { ...form, go: 'finish' });
    t.equal(answer.status, 400);
    t.match(text(answer.body), 'इस बीच डॉक्टर ने पर्चा बदल दिया');
    t.match(text(answer.body), 'एलर्जी बताई');
    t.match(readForm(answer.body), { rx: '2', 'g2_1_0.batch': '2027-03 I', 'g2_1_0.quantity': '6' });
    t.equal(balance(PCM), 100);
    await poonam.post(address(visit), { ...readForm(answer.body), go: 'finish' });
    t.equal(balance(IBU), 94);
  },
);

void t.test(
  'quantities of −1, 10⁹, words and more than prescribed are refused, Hindi digits are read',
  async (t) => {
    await stock(PCM, 'A', '2027-03', 100);
    const visit = await prescribe([PCM, 15]);
    const form = await formOf(visit);
    for (const typed of ['-1', '1000000000', 'बहुत', '1.5', '16', '🙂']) {
      const answer = await poonam.post(address(visit), { ...form, 'g1_1_0.quantity': typed, go: 'later' });
      t.equal(answer.status, 400, typed);
      t.match(answer.body, `value="${typed}"`, 'what was typed comes back');
    }
    t.equal((await poonam.post(address(visit), { ...form, unknown: 'x', go: 'later' })).status, 400);
    t.equal(balance(PCM), 100);
    await poonam.post(address(visit), { ...form, 'g1_1_0.quantity': '१०', go: 'later' });
    t.equal(balance(PCM), 90);
  },
);

void t.test('two lines of one drug cannot take the same tablets', async (t) => {
  await stock(PCM, 'A', '2027-03', 10);
  const visit = await prescribe([PCM, 8], [PCM, 8]);
  t.match(await formOf(visit), { 'g1_1_0.quantity': '8', 'g1_2_0.quantity': '2' });
  const form = { ...(await formOf(visit)), 'g1_2_0.quantity': '8', go: 'later' };
  const answer = await poonam.post(address(visit), form);
  t.equal(answer.status, 400);
  t.equal(balance(PCM), 10);
});

void t.test('a batch name with HTML in it is text, and can be given', async (t) => {
  await stock(PCM, '<b>"X" & Y</b>', '2027-03', 20);
  const visit = await prescribe([PCM, 5]);
  t.notMatch((await poonam.get(address(visit))).body, '<b>"X"');
  await poonam.post(address(visit), { ...(await formOf(visit)), go: 'finish' });
  t.equal(balance(PCM), 15);
});

void t.test('what a patient brings back goes into its batch, never more than was given', async (t) => {
  await stock(PCM, 'A', '2027-03', 20);
  const visit = await prescribe([PCM, 15]);
  await poonam.post(address(visit), { ...(await formOf(visit)), go: 'finish' });
  const back = `${address(visit)}/return`;
  t.match(text((await poonam.get(back)).body), 'बैच A की 15 दी गई');
  t.equal((await poonam.post(back, { 'd1_0.quantity': '5' })).status, 400, 'a reason is needed');
  t.equal((await poonam.post(back, { 'd1_0.quantity': '16', reason: 'changed' })).status, 400);
  t.equal(
    (await poonam.post(back, { 'd1_0.quantity': '5', reason: 'other' })).status,
    400,
    'and words for “other”',
  );
  await Promise.all([
    poonam.post(back, { 'd1_0.quantity': '10', reason: 'side-effect' }),
    poonam.sameSession().post(back, { 'd1_0.quantity': '10', reason: 'side-effect' }),
  ]);
  t.equal(balance(PCM), 15, 'two at once do not bring back more than there was');
});

void t.test(
  'what came back is told wherever it says that it was given: how much, when and why',
  async (t) => {
    await stock(PCM, 'A', '2027-03', 40);
    const visit = await prescribe([PCM, 15]);
    await poonam.post(address(visit), { ...(await formOf(visit)), go: 'finish' });
    centre.clock.now += 86_400_000;
    poonam = await centre.logIn('poonam');
    const some = { 'd1_0.quantity': '9', reason: 'other', words: 'दाने निकले' };
    await poonam.post(`${address(visit)}/return`, some);
    const words = '9 गोली वापस, 22 नव॰ 2026: कुछ और: दाने निकले';
    t.match(text((await poonam.get(address(visit))).body), words, 'the pharmacy');
    const label = text((await poonam.get(`${address(visit)}/label`)).body);
    t.match(label, words, 'the slip');
    t.match(label, '6 गोली दी गई', 'which counts what is still with the patient');
    t.match(text((await poonam.get(`/stock/item/${PCM}`)).body), /मरीज़ से वापस .*कुछ और: दाने निकले/);

    const verma = await centre.logIn('dr.verma');
    t.match(text((await verma.get(`/doctor/${visitPath(visit)}`)).body), words, 'the visit');
    const { patient } = await view(visit);
    const later = await centre.facility.append(
      { by: 'asha' },
      (draft) => draft.visit({ patient, kind: 'returning', station: 'doctor' })._id,
    );
    const next = text((await verma.get(`/doctor/${visitPath(later)}`)).body);
    t.match(next, /चल रही दवाएँ.*9 गोली वापस/, 'what the patient takes now');
    const rest = { 'd1_0.quantity': '6', reason: 'side-effect' };
    await poonam.post(`${address(visit)}/return`, rest);
    const after = text((await verma.get(`/doctor/${visitPath(later)}`)).body);
    t.notMatch(after, 'चल रही दवाएँ', 'a medicine of which nothing is left is not taken any more');
    t.match(after, '6 गोली वापस, 22 नव॰ 2026: मरीज़ को ठीक नहीं लगी', 'the history');
    t.match(text((await poonam.get(`${address(visit)}/label`)).body), 'सब वापस आ गई: अब यह दवा न लें');
    t.match((await view(visit)).openLines, 0, 'and is not owed again');
  },
);

void t.test(
  'what was given on a prescription that was corrected since is on the label, less what came back',
  async (t) => {
    await stock(PCM, 'A', '2027-03', 40);
    const visit = await prescribe([PCM, 10]);
    await poonam.post(address(visit), { ...(await formOf(visit)), go: 'finish' });
    await poonam.post(`${address(visit)}/return`, { 'd1_0.quantity': '4', reason: 'changed' });
    const { patient, prescriptions } = await view(visit);
    const { _id: supersedes, lines } = prescriptions[0]!.prescription;
    await centre.facility.append({ by: 'dr.verma', visits: [visit] }, (draft) =>
      draft.part(visit, 'prescription', {
        ...{ patient, supersedes, reason: 'longer' },
        lines: lines.map((line) => ({ ...line, quantity: 15 })),
      }),
    );
    t.match(text((await poonam.get(address(visit))).body), '10 × ', 'the pharmacy sees of which batch');
    await poonam.post(address(visit), { ...(await formOf(visit)), go: 'finish' });
    t.equal(balance(PCM), 29);
    t.match(text((await poonam.get(`${address(visit)}/label`)).body), '11 गोली दी गई');
  },
);

void t.test('the pharmacy is for the pharmacist, and an unknown token is told', async (t) => {
  const nisha = await centre.logIn('nisha');
  t.equal((await nisha.get('/pharmacy')).status, 403);
  t.equal((await poonam.get('/pharmacy?token=77')).status, 404);
  const visit = await prescribe([PCM, 5]);
  t.equal((await poonam.get('/pharmacy?token=१')).location, address(visit));
});

void t.test(
  'the whole flow works in Chromium with scripts off',
  { skip: findChromium() === null && 'no Chromium here' },
  async (t) => {
    await stock(PCM, 'A', '2027-03', 100);
    const visit = await prescribe([PCM, 15]);
    const browser = await startBrowser();
    t.teardown(() => browser.close());
    await browser.withPage({ javaScript: false, width: 360 }, async (page) => {
      await page.goto(`${centre.origin}/login?next=/pharmacy`);
      await page.locator('.choice', { hasText: 'पूनम' }).click();
      await page.fill('#f-password', CENTRE_PASSWORD);
      await page.click('main .main-button');
      await page.click('.call-next');
      await page.fill('[name="g1_1_0.quantity"]', '9');
      await page.press('[name="g1_1_0.quantity"]', 'Enter');
      t.equal(
        await page.inputValue('[name="g1_1_0.quantity"]'),
        '9',
        'Enter in a field saves nothing and loses nothing',
      );
      t.same((await view(visit)).dispenses, []);
      await page.click('main .main-button');
      t.match(await page.textContent('.problems'), '6 नहीं दी गई');
      await page.selectOption('[name="l1_1.close"]', 'has-it');
      await page.dblclick('main .main-button');
      await page.waitForSelector('.label');
      t.match(await page.textContent('.label'), '9 गोली दी गई');
      t.equal((await view(visit)).dispenses.length, 1);
      t.equal((await view(visit)).state, 'finished');
    });
  },
);
