import t from 'tap';
import type { Station } from '../../records/care.js';
import type { PatientId, VisitId } from '../../records/ids.js';
import type { Demographics } from '../../records/people.js';
import { foldVisit } from '../../records/visit-fold.js';
import { openStationCentre, type StationCentre } from '../../tests/station-centre.js';
import type { HttpUser } from '../../tests/http-user.js';
import { doctorPages } from './doctor.js';
import { loadChart } from './doctor/chart.js';
import { checkDraft } from './doctor/check-draft.js';
import { readDraft } from './doctor/draft.js';
import { sign } from './doctor/sign.js';
import { queuePages } from './queue.js';
import { visitPath } from './visit-path.js';

const WOMAN: Demographics = { name: 'सीता देवी', sex: 'female', birthDate: '1992', mobile: '9812343210' };
const PARACETAMOL = 'paracetamol-tab-500mg';
const AMOXICILLIN = 'amoxicillin-cap-500mg';
const DAY_MS = 86_400_000;

/** One line of a prescription as the form's fields stand when its page has shown the quantity. */
const LINE = {
  'line.0.drug': PARACETAMOL,
  'line.0.pattern': '1-0-1',
  'line.0.amount': '1',
  'line.0.days': '5',
  'line.0.food': 'after',
  'line.0.quantity': '10',
  'line.0.auto': '10',
};

let centre: StationCentre;
let verma: HttpUser;
t.beforeEach(async () => {
  centre = await openStationCentre((facility) => [queuePages(facility), doctorPages(facility)]);
  await centre.facility.append({ by: 'asha' }, (draft) => {
    draft.staff({
      staff: 'dr.sinha',
      name: { hi: 'डॉ. मीरा सिन्हा', en: 'Dr Meera Sinha' },
      roles: ['doctor'],
      active: true,
    });
    for (const item of [PARACETAMOL, AMOXICILLIN]) {
      draft.stock({ item, batch: 'B1', expiry: '2028-03', change: 480, kind: 'opening' });
    }
    draft.stock({ item: 'cetirizine-tab-10mg', batch: 'C1', expiry: '2026-12', change: 30, kind: 'opening' });
  });
  verma = await centre.logIn('dr.verma');
});
t.afterEach(() => centre.stop());

async function arrive(who: Demographics | PatientId = WOMAN, station: Station = 'doctor'): Promise<VisitId> {
  const patient = typeof who === 'string' ? who : await centre.register(who);
  return centre.facility.append(
    { by: 'asha' },
    (draft) => draft.visit({ patient, kind: 'new', station })._id,
  );
}
const view = async (visit: VisitId) => foldVisit(await centre.facility.loadVisit(visit));
const address = (visit: VisitId): string => `/doctor/${visitPath(visit)}`;
const text = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const press = (
  visit: VisitId,
  action: string,
  fields: Record<string, string | string[]> = {},
  user = verma,
) => user.post(address(visit), { action, seen: '0', ...fields });
/** The reasons as the page's form holds them, each with what is now written for its substance. */
function whyOn(html: string, words: Record<string, string> = {}): Record<string, string> {
  const fields = [...html.matchAll(/<input [^>]*name="(why\.\d\.\w+)"[^>]*>/g)].map(([input, name = '']) => {
    return [name, /value="([^"]*)"/.exec(input)?.[1] ?? ''] as const;
  });
  const typed = Object.fromEntries(fields);
  for (const [name, of] of fields) {
    const text = words[of.split('~')[1] ?? ''];
    if (name.endsWith('.of') && text !== undefined) typed[name.replace('.of', '.text')] = text;
  }
  return typed;
}
const ticksOn = (html: string): string[] =>
  [...html.matchAll(/name="accepted" value="([^"]+)"/g)].map(([, tick = '']) => tick);
const seenOn = (html: string): string => /name="seen" value="(\d+)"/.exec(html)?.[1] ?? '';

void t.test('one signature writes everything and sends the patient to the lab', async (t) => {
  const visit = await arrive();
  const before = centre.facility.recordCount;
  const answer = await press(visit, 'sign', {
    'complaint.0.code': 'fever',
    'complaint.0.duration': '३',
    'complaint.1.text': 'चक्कर आता है',
    'diagnosis.0.code': 'I10',
    'diagnosis.0.certainty': 'confirmed',
    'diagnosis.0.ongoing': 'yes',
    ...LINE,
    tests: 'HB',
    urgentTests: 'yes',
    advice: 'fluids',
    followUp: '28-11-2026',
    referralFacility: 'सदर अस्पताल',
    referralReason: 'आँख की जाँच',
    admission: 'admit',
    admissionReason: 'निगरानी',
  });
  t.equal(answer.location, `/doctor?signed=${visitPath(visit)}`);
  const signed = await view(visit);
  t.match(signed.consultations, [
    {
      complaints: [{ text: 'बुखार', duration: 3 }, { text: 'चक्कर आता है' }],
      followUp: '2026-11-28',
      advice: ['खूब उबला हुआ या साफ पानी पिएं'],
      by: 'dr.verma',
    },
  ]);
  t.match(signed.diagnoses, [{ code: 'I10', certainty: 'confirmed', ongoing: true }]);
  t.match(signed.prescription?.prescription.lines, [
    {
      line: 1,
      drug: PARACETAMOL,
      quantity: 10,
      dose: { pattern: '1-0-1', amount: 1, unit: 'tablet', days: 5, food: 'after' },
    },
  ]);
  t.match(signed.labOrders, [{ order: { tests: ['HB'], urgent: true } }]);
  t.match(signed.referrals, [{ facility: 'सदर अस्पताल' }]);
  t.match(signed.admissions, [{ action: 'admit', reason: 'निगरानी' }]);
  t.equal(signed.station, 'lab');
  t.equal(centre.facility.recordCount, before + 7);
});

void t.test('whose medicines wait goes to the pharmacy, whose nothing waits is done', async (t) => {
  const first = await arrive();
  await press(first, 'sign', LINE);
  t.equal((await view(first)).station, 'pharmacy');
  const second = await arrive();
  await press(second, 'sign', { advice: 'rest' });
  t.equal((await view(second)).state, 'finished');
});

void t.test('every button only re-writes the draft; nothing is stored before signing', async (t) => {
  const visit = await arrive();
  const before = centre.facility.recordCount;
  const added = await press(visit, `drug-add:${PARACETAMOL}`, {
    findDrug: 'para',
    'complaint.0.text': 'पुराना <दर्द>',
  });
  t.match(added.body, 'name="line.0.drug" value="paracetamol-tab-500mg"');
  t.match(added.body, 'पुराना &lt;दर्द&gt;', 'what was there stays');
  t.match(text(added.body), '480 गोली', "today's stock stands beside the drug");
  const timed = await press(visit, 'pattern:0:1-1-1', { 'line.0.drug': PARACETAMOL, 'line.0.amount': '0.5' });
  const whole = await press(visit, 'days:0:5', {
    'line.0.drug': PARACETAMOL,
    'line.0.amount': '0.5',
    'line.0.pattern': '1-1-1',
  });
  t.match(timed.body, 'name="line.0.pattern" value="1-1-1"');
  t.match(whole.body, /name="line\.0\.quantity" value="8"/, '15 halves are 8 tablets');
  t.match(text(whole.body), 'आधी गोली सुबह, आधी गोली दोपहर, आधी गोली रात — 5 दिन');
  const kept = await press(visit, 'find', { ...LINE, 'line.0.quantity': '20' });
  t.match(kept.body, /name="line\.0\.quantity" value="20"/, "the doctor's own number stays");
  const follow = await press(visit, 'follow:7');
  t.match(follow.body, /name="followUp"[^>]*value="2026-11-28"/);
  const gone = await press(visit, 'line-remove:0', LINE);
  t.notMatch(gone.body, 'line.0.drug');
  t.equal(centre.facility.recordCount, before);
});

void t.test('searches find by Hindi and by English words, with and without scripts', async (t) => {
  const visit = await arrive();
  const page = await press(visit, 'find', {
    findDiagnosis: 'मधुमेह',
    findDrug: 'bukhar',
    findComplaint: 'khansi',
    findTest: 'खून',
  });
  t.match(page.body, 'value="diagnosis-add:E11.9"');
  t.match(page.body, `value="drug-add:${PARACETAMOL}"`);
  t.match(page.body, 'value="complaint-add:cough"');
  t.match(page.body, 'value="test-add:HB"');
  const found = JSON.parse((await verma.get(`/api/search/drug?q=${encodeURIComponent('सेटिरि')}`)).body) as {
    found: { action: string; stock: { tone: string; text: string } }[];
  };
  t.match(found.found[0], { action: 'drug-add:cetirizine-tab-10mg', stock: { tone: 'warn' } });
  t.match(found.found[0]?.stock.text, '12/2026', 'what expires soon is said');
  t.equal((await verma.get('/api/search/patients?q=x')).status, 404);
  const nurse = await centre.logIn('nisha');
  t.equal((await nurse.get('/api/search/drug?q=para')).status, 403);
  t.equal((await nurse.get(address(visit))).status, 403);
});

void t.test('an empty form is not signed, nor one whose search was never picked from', async (t) => {
  const visit = await arrive();
  const empty = await press(visit, 'sign');
  t.equal(empty.status, 400);
  t.match(text(empty.body), 'अभी कुछ लिखा नहीं है');
  const left = await press(visit, 'sign', { findComplaint: 'बुखार', ...LINE });
  t.equal(left.status, 400);
  t.match(text(left.body), 'आपने लिखा, पर चुना नहीं');
  t.match(left.body, /name="findComplaint"[^>]*value="बुखार"/);
  const own = await press(visit, 'complaint-own', { findComplaint: 'पैर सुन्न' });
  t.match(own.body, 'name="complaint.0.text" value="पैर सुन्न"');
});

void t.test('a draft that comes in is checked like any input, and comes back whole', async (t) => {
  const visit = await arrive();
  const before = centre.facility.recordCount;
  const wrong: [Record<string, string>, RegExp | string][] = [
    [{ 'line.0.drug': 'gold-tab' }, 'यह दवा सूची में नहीं है'],
    [{ 'line.0.pattern': '9-9-9' }, 'सूची में से चुनें'],
    [{ 'line.0.pattern': '' }, 'दिन में कितनी बार, चुनें'],
    [{ 'line.0.days': '0' }, '1 से 365 के बीच'],
    [{ 'line.0.days': '366' }, '1 से 365 के बीच'],
    [{ 'line.0.amount': '-1' }, 'हर बार की मात्रा'],
    [{ 'line.0.quantity': '-1' }, '1 से 1000 के बीच'],
    [{ 'line.0.quantity': '1000000000' }, '1 से 1000 के बीच'],
    [{ 'line.0.quantity': '2.5' }, '1 से 1000 के बीच'],
    [{ 'line.0.auto': '12', 'line.0.quantity': '12' }, 'मात्रा अब 10 है'],
    [{ tests: 'GOLD' }, 'सूची में से चुनें'],
    [{ advice: 'gold' }, 'सूची में से चुनें'],
    [{ 'diagnosis.0.code': 'Q99.9' }, 'सूची में से चुनें'],
    [{ 'complaint.0.text': 'x', 'complaint.0.duration': 'कल' }, 'के बीच'],
    [{ followUp: '20-11-2026' }, 'बीत चुकी'],
    [{ followUp: '31-02-2027' }, 'ऐसी कोई तारीख़ नहीं'],
    [{ followUp: '2030-01-01' }, 'एक साल के अंदर'],
    [{ referralFacility: 'सदर' }, 'ज़रूरी है'],
    [{ admission: 'fly' }, 'सूची में से चुनें'],
    [{ examination: 'x'.repeat(2001) }, 'बहुत लंबा'],
    [{ price: '1' }, 'इस फ़ॉर्म में नहीं'],
  ];
  for (const [fields, words] of wrong) {
    const answer = await press(visit, 'sign', { ...LINE, ...fields });
    const name = JSON.stringify(fields).slice(0, 60);
    t.equal(answer.status, 400, name);
    t.match(text(answer.body), words, name);
    t.match(answer.body, 'name="line.0.', name);
  }
  t.equal(centre.facility.recordCount, before);
});

void t.test('an allergy must be accepted, for this very medicine', async (t) => {
  const visit = await arrive();
  const noted = await press(visit, 'allergy-add', {
    allergySubstance: 'Penicillin',
    allergyReaction: 'दाने',
    ...LINE,
  });
  t.match(text(noted.body), 'एलर्जी: Penicillin');
  t.match(noted.body, 'value="paracetamol-tab-500mg"', 'the draft stays');
  const line = { ...LINE, 'line.0.drug': AMOXICILLIN };
  const warned = await press(visit, 'sign', line);
  t.equal(warned.status, 400);
  t.match(text(warned.body), 'मरीज़ को Penicillin से एलर्जी है। एमोक्सिसिलिन वही या उसी समूह की दवा है');
  const tick = /name="accepted" value="(allergy~[^"]+)"/.exec(warned.body)?.[1] ?? '';
  t.match(tick, AMOXICILLIN);
  const other = await press(visit, 'sign', { ...line, accepted: tick.replace(AMOXICILLIN, PARACETAMOL) });
  t.equal(other.status, 400);
  t.equal((await press(visit, 'sign', { ...line, accepted: tick })).status, 302);
  t.match((await view(visit)).prescription?.prescription, { accepted: ['allergy:1'] });
});

void t.test(
  'more in a day than an adult may have is reckoned out, and signed only when it is accepted',
  async (t) => {
    const visit = await arrive();
    const line = {
      ...LINE,
      'line.0.pattern': '1-1-1-1',
      'line.0.amount': '3',
      'line.0.quantity': '60',
      'line.0.auto': '60',
    };
    const asked = await press(visit, 'sign', line);
    t.equal(asked.status, 400);
    t.match(text(asked.body), 'पैरासिटामोल: 4 × 1500 मि.ग्रा. = दिन में 6 ग्राम, सीमा 4 ग्राम');
    const tick = /name="accepted" value="(adult-day-dose~[^"]+)"/.exec(asked.body)?.[1] ?? '';
    const more = { ...line, 'line.0.amount': '4', 'line.0.quantity': '80', 'line.0.auto': '80' };
    t.equal((await press(visit, 'sign', { ...more, accepted: tick })).status, 400, 'for this dose only');
    t.equal((await press(visit, 'sign', { ...line, accepted: tick })).status, 302);
    t.match((await view(visit)).prescription?.prescription, { accepted: ['adult-day-dose:1'] });
  },
);

void t.test('a quantity that does not suffice is said, and signed only when it is accepted', async (t) => {
  const visit = await arrive();
  const line = { ...LINE, 'line.0.pattern': '1-1-1', 'line.0.days': '7', 'line.0.auto': '21' };
  const told = await press(visit, 'find', line);
  t.match(text(told.body), '10 गोली से 7 में से 3 दिन ही पूरे होंगे। पूरे इलाज के लिए 21 चाहिए', 'at once');
  const tick = /name="accepted" value="(quantity-short~[^"]+)"/.exec(told.body)?.[1] ?? '';
  t.equal((await press(visit, 'sign', line)).status, 400);
  t.equal((await press(visit, 'sign', { ...line, accepted: tick })).status, 302);
  t.match((await view(visit)).prescription?.prescription, {
    accepted: ['quantity-short:1'],
    lines: [{ quantity: 10 }],
  });
});

void t.test(
  'a number that cannot be is refused at its field by any button, not only at signing',
  async (t) => {
    const visit = await arrive();
    const table: [Record<string, string>, string, string][] = [
      [{ 'line.0.days': '400' }, 'line.0.days', '1. पैरासिटामोल 500 मि.ग्रा. गोली: कितने दिन'],
      [{ 'line.0.days': '-3' }, 'line.0.days', '1. पैरासिटामोल 500 मि.ग्रा. गोली: कितने दिन'],
      [{ 'line.0.days': '०' }, 'line.0.days', '1. पैरासिटामोल 500 मि.ग्रा. गोली: कितने दिन'],
      [{ 'line.0.amount': '-1' }, 'line.0.amount', '1. पैरासिटामोल 500 मि.ग्रा. गोली: हर बार'],
      [{ 'line.0.quantity': '-5' }, 'line.0.quantity', '1. पैरासिटामोल 500 मि.ग्रा. गोली: मात्रा'],
      [{ 'line.0.quantity': '99999' }, 'line.0.quantity', '1. पैरासिटामोल 500 मि.ग्रा. गोली: मात्रा'],
      [{ 'complaint.0.duration': '-3' }, 'complaint.0.duration', 'बुखार: कितने दिन से'],
    ];
    for (const [fields, field, words] of table) {
      const name = JSON.stringify(fields);
      const form = { 'complaint.0.code': 'fever', ...LINE, ...fields };
      const answer = await press(visit, 'advice-more', form);
      t.equal(answer.status, 400, name);
      const at =
        new RegExp(`<p class="wrong"[^>]* id="wrong-${field}">([^]*?)</p>`).exec(answer.body)?.[1] ?? '';
      t.match(text(at), words, name);
      t.match(answer.body, new RegExp(`id="f-${field}"[^>]*aria-invalid="true"`), name);
      t.match(answer.body, `href="#f-${field}"`, name);
    }
    const begun = await press(visit, 'find', { 'line.0.drug': PARACETAMOL, 'line.0.amount': '' });
    t.equal(begun.status, 200, 'what is only missing yet can wait');
    const changed = await press(visit, 'find', { ...LINE, 'line.0.days': '7' });
    t.equal(changed.status, 200, 'nor is a quantity that follows the dose wrong');
  },
);

void t.test('a severe allergy wants a reason, which goes with the prescription', async (t) => {
  const visit = await arrive();
  const severe = { allergySubstance: 'Penicillin', allergySeverity: 'severe' };
  await press(visit, 'allergy-add', { allergySubstance: 'penicillin' });
  const noted = await press(visit, 'allergy-add', severe);
  t.match(text(noted.body), 'एलर्जी: Penicillin (गंभीर)', 'what was milder is corrected');
  const line = { ...LINE, 'line.0.drug': AMOXICILLIN };
  const warned = await press(visit, 'sign', line);
  t.match(text(warned.body), 'मरीज़ को Penicillin (गंभीर) से एलर्जी है');
  const accepted = /name="accepted" value="(allergy~[^"]+)"/.exec(warned.body)?.[1] ?? '';
  const ticked = await press(visit, 'sign', { ...line, accepted });
  t.equal(ticked.status, 400, 'a tick alone is not enough');
  t.match(text(ticked.body), 'गंभीर एलर्जी के बावजूद क्यों दे रहे हैं, लिखें');
  const reason = 'इसकी जगह दूसरी दवा नहीं';
  const whyAllergy = whyOn(ticked.body, { penicillin: reason });
  t.equal((await press(visit, 'sign', { ...line, ...whyAllergy })).status, 400, 'nor is a reason alone');
  const signed = await press(visit, 'sign', { ...line, ...whyAllergy, accepted });
  t.equal(signed.status, 302);
  t.match((await view(visit)).prescription?.prescription, {
    accepted: ['allergy:1'],
    signedOver: [{ line: 1, substance: 'Penicillin', severity: 'severe', reason }],
  });
  const amending = await verma.get(`${address(visit)}?amend=1`);
  t.match(amending.body, `value="${reason}"`, 'a change begins with what was written');
});

void t.test(
  'a reason counts for the allergy that it was given for; a second one asks for its own',
  async (t) => {
    const visit = await arrive();
    const { patient } = await view(visit);
    const severe = (substance: string) =>
      centre.facility.append({ by: 'nisha' }, (draft) =>
        draft.patientPart(patient, 'allergy', { substance, severity: 'severe' }),
      );
    await severe('Penicillin');
    const line = { ...LINE, 'line.0.drug': AMOXICILLIN };
    const first = await press(visit, 'sign', line);
    const reason = 'पहले ली है, परेशानी नहीं हुई';
    const typed = { ...line, ...whyOn(first.body, { penicillin: reason }) };
    // While the page is open a nurse notes another.
    await severe('Amoxicillin');
    const asked = await press(visit, 'sign', { ...typed, accepted: ticksOn(first.body) });
    t.equal(asked.status, 400);
    t.match(whyOn(asked.body), { 'why.0.text': reason, 'why.1.text': '' }, 'what was typed is there');
    t.match(text(asked.body), 'Amoxicillin से एलर्जी के बावजूद क्यों दे रहे हैं');
    const ticked = { ...line, accepted: ticksOn(asked.body) };
    const still = await press(visit, 'sign', { ...ticked, ...whyOn(asked.body) });
    t.equal(still.status, 400, 'a tick for the second does not borrow the reason of the first');
    t.match(still.body, 'href="#f-why.1.text"');
    const both = whyOn(still.body, { penicillin: reason, amoxicillin: 'दूसरी दवा नहीं' });
    t.equal((await press(visit, 'sign', { ...ticked, ...both })).status, 302);
    t.match((await view(visit)).prescription?.prescription.signedOver, [
      { substance: 'Penicillin', reason },
      { substance: 'Amoxicillin', reason: 'दूसरी दवा नहीं' },
    ]);
  },
);

void t.test('a reason is kept when its allergy is taken back, and stands in no other field', async (t) => {
  const visit = await arrive();
  for (const substance of ['Penicillin', 'Amoxicillin'])
    await press(visit, 'allergy-add', { allergySubstance: substance, allergySeverity: 'severe' });
  const line = { ...LINE, 'line.0.drug': AMOXICILLIN };
  const asked = await press(visit, 'find', line);
  const typed = whyOn(asked.body, { penicillin: 'पहले ली है', amoxicillin: 'दूसरी नहीं' });
  const { patient } = await view(visit);
  const [penicillin] = centre.facility.allergies.of(patient);
  const gone = await press(visit, `allergy-refute:${penicillin?._id}`, { ...line, ...typed });
  t.match(whyOn(gone.body), {
    'why.0.of': `${AMOXICILLIN}~penicillin`,
    'why.0.text': 'पहले ली है',
    'why.1.of': `${AMOXICILLIN}~amoxicillin`,
    'why.1.text': 'दूसरी नहीं',
  });
  t.match(gone.body, /type="hidden" name="why\.0\.text"/);
});

void t.test(
  'of two medicines to buy outside the second keeps its own name when the first goes',
  async (t) => {
    const visit = await arrive();
    const outside = { 'line.0.name': 'Liniment', 'line.0.unit': 'piece', 'line.1.name': 'Knee cap' };
    const left = await press(visit, 'line-remove:0', { ...outside, 'line.1.unit': 'piece' });
    t.match(left.body, /id="f-line\.0\.name"[^>]*value="Knee cap"/);
  },
);

void t.test('an allergy that is noted while a doctor signs holds the signature up', async (t) => {
  const visit = await arrive();
  const line = { ...LINE, 'line.0.drug': AMOXICILLIN };
  const chart = await loadChart(centre.facility, visit);
  const { content } = checkDraft(readDraft(line), chart, centre.facility);
  const allergies = chart.patient.allergies;
  await press(visit, 'allergy-add', { allergySubstance: 'Penicillin', allergySeverity: 'severe' });
  const signing = { by: 'dr.verma', visit, content, seen: 0, reason: '', amends: false, allergies };
  const refused = await sign(centre.facility, signing).catch((error: unknown) => error);
  t.match(refused, { code: 'conflict', params: { outcome: 'allergy-meanwhile' } });
  t.same((await view(visit)).prescriptions, []);
});

void t.test('an allergy that came to light after signing is signed over by the same lines', async (t) => {
  const visit = await arrive();
  const line = { ...LINE, 'line.0.drug': AMOXICILLIN };
  await press(visit, 'sign', line);
  const before = await view(visit);
  const supersedes = before.prescription?.prescription._id ?? '';
  const seen = String(Math.max(...before.prescriptions.map(({ prescription }) => prescription.n)));
  await press(visit, 'allergy-add', { allergySubstance: 'Penicillin' });
  const again = { ...line, seen, supersedes, reason: 'एलर्जी पता चली' };
  const warned = await press(visit, 'sign', again);
  const accepted = /name="accepted" value="(allergy~[^"]+)"/.exec(warned.body)?.[1] ?? '';
  t.equal((await press(visit, 'sign', { ...again, accepted })).status, 302);
  t.match((await view(visit)).prescription?.prescription, {
    supersedes,
    signedOver: [{ line: 1, substance: 'Penicillin' }],
  });
});

void t.test('a wrong allergy is taken off the list, and stays in the ledger', async (t) => {
  const visit = await arrive();
  const twice = { allergySubstance: 'सल्फा', once: 'one-page' };
  await Promise.all([press(visit, 'allergy-add', twice), press(visit, 'allergy-add', twice)]);
  const { patient } = await view(visit);
  const allergies = (await centre.facility.loadPatient(patient)).filter(({ type }) => type === 'allergy');
  t.equal(allergies.length, 1);
  const gone = await press(visit, `allergy-refute:${allergies[0]?._id}`);
  t.notMatch(text(gone.body), 'एलर्जी: सल्फा');
  t.equal((await centre.facility.loadPatient(patient)).filter(({ type }) => type === 'allergy').length, 2);
  t.equal((await press(visit, 'allergy-refute:patient:nobody')).status, 404);
});

void t.test('a test with a recent result is questioned', async (t) => {
  const patient = await centre.register(WOMAN);
  const earlier = await arrive(patient);
  await press(earlier, 'sign', { tests: 'HB' });
  await giveResult(earlier, { value: 9.8, flag: 'low' });
  await press(earlier, 'finish');
  centre.clock.now += 2 * DAY_MS;
  verma = await centre.logIn('dr.verma');
  const visit = await arrive(patient);
  const asked = await press(visit, 'sign', { tests: 'HB' });
  t.equal(asked.status, 400);
  t.match(text(asked.body), 'यह जाँच 2 दिन पहले हो चुकी है: 9.8 g/dL');
  const tick = /name="accepted" value="(repeat~[^"]+)"/.exec(asked.body)?.[1] ?? '';
  t.equal((await press(visit, 'sign', { tests: 'HB', accepted: tick })).status, 302);
  t.match((await view(visit)).labOrders, [{ order: { tests: ['HB'], repeated: ['HB'] } }]);
});

void t.test('a double click signs once; a second doctor is told and keeps his draft', async (t) => {
  const visit = await arrive();
  const form = { ...LINE, once: 'one-page' };
  const both = await Promise.all([press(visit, 'sign', form), press(visit, 'sign', form)]);
  t.same(
    both.map(({ status }) => status),
    [302, 302],
  );
  t.equal((await view(visit)).prescriptions.length, 1);

  const other = await arrive();
  const sinha = await centre.logIn('dr.sinha');
  const answers = await Promise.all([
    press(other, 'sign', LINE),
    press(other, 'sign', { ...LINE, 'line.0.days': '3', 'line.0.quantity': '6', 'line.0.auto': '6' }, sinha),
  ]);
  t.same(answers.map(({ status }) => status).sort(), [302, 400]);
  const told = answers.find(({ status }) => status === 400)?.body ?? '';
  t.match(text(told), 'दूसरे डॉक्टर ने इस मरीज़ के लिए हस्ताक्षर कर दिए');
  t.match(told, 'name="line.0.drug"', 'the draft is there');
  t.match(text(told), 'हस्ताक्षर हो चुके', 'and what the other wrote stands above it');
  t.equal((await view(other)).prescriptions.length, 1);
});

void t.test(
  'a dose corrected on the page before is never answered for the one that was signed',
  async (t) => {
    const visit = await arrive();
    const form = { ...LINE, once: 'one-page' };
    t.equal((await press(visit, 'sign', form)).status, 302);
    const answer = await press(visit, 'sign', { ...form, 'line.0.quantity': '8' });
    t.equal(answer.status, 400);
    t.match(answer.body, /name="line\.0\.quantity"[^>]*value="8"/, 'what was typed is there');
    t.equal((await view(visit)).prescriptions.length, 1);
  },
);

void t.test('a signed prescription is superseded with a reason, and stays readable', async (t) => {
  const visit = await arrive();
  await press(visit, 'sign', LINE);
  const read = await verma.get(address(visit));
  t.notMatch(read.body, 'name="line.0.drug"', 'what is signed is only to be read');
  t.match(text(read.body), 'अभी नहीं दी');
  const opened = await verma.get(`${address(visit)}?amend=1`);
  const seen = seenOn(opened.body);
  const supersedes = `${visit}:rx:1`;
  t.match(opened.body, `name="supersedes" value="${supersedes}"`);
  const changed = {
    ...LINE,
    'line.0.days': '3',
    'line.0.quantity': '6',
    'line.0.auto': '6',
    seen,
    supersedes,
  };
  const unsaid = await press(visit, 'sign', changed);
  t.match(text(unsaid.body), 'पर्चा क्यों बदल रहे हैं, लिखें');
  t.match(text((await press(visit, 'sign', { advice: 'rest', seen, supersedes })).body), 'कम से कम एक दवा रहे');
  t.match(text((await press(visit, 'sign', { ...LINE, seen, supersedes })).body), 'कुछ नया नहीं लिखा गया');
  t.equal((await press(visit, 'sign', { ...changed, reason: 'लिखने में भूल' })).status, 302);
  const { prescription, superseded } = await view(visit);
  t.match(prescription?.prescription, { supersedes, reason: 'लिखने में भूल', lines: [{ quantity: 6 }] });
  t.match(superseded, [{ _id: supersedes, lines: [{ quantity: 10 }] }]);
  t.match(text((await verma.get(address(visit))).body), /पहले का पर्चा.*× 10 गोली/);
  const old = await verma.get(`${address(visit)}/prescription.pdf?version=rx:1`);
  t.equal(old.status, 200);
  t.match(old.body, /^%PDF-/);
  t.equal((await verma.get(`${address(visit)}/prescription.pdf?version=rx:9`)).status, 404);
});

void t.test('results come back to the doctor first, who finishes or adds', async (t) => {
  const visit = await arrive();
  await press(visit, 'sign', { 'complaint.0.code': 'weakness', tests: 'HB' });
  await giveResult(visit, { value: 9.1, flag: 'low' });
  t.match(text((await verma.get('/doctor')).body), 'जाँच के नतीजे आ गए: 1');
  const page = text((await verma.get(address(visit))).body);
  t.match(page, /जाँच के नतीजे हीमोग्लोबिन 9\.1 g\/dL कम/);
  const seen = seenOn((await verma.get(`${address(visit)}?amend=1`)).body);
  await press(visit, 'sign', { ...LINE, seen });
  const { prescription, consultations, station } = await view(visit);
  t.equal(prescription?.lines.length, 1);
  t.equal(consultations.length, 1, 'nothing is written a second time');
  t.equal(station, 'pharmacy');

  const other = await arrive();
  await press(other, 'sign', { tests: 'HB' });
  await giveResult(other, { value: 13, flag: 'normal' });
  t.equal((await press(other, 'finish')).status, 302);
  t.equal((await view(other)).state, 'finished');
});

void t.test(
  "any patient's critical result stands on the doctor's queue until it is acknowledged",
  async (t) => {
    const visit = await arrive();
    await press(visit, 'sign', { tests: 'HB' });
    const result = await giveResult(visit, { value: 5.2, flag: 'critical' });
    await press(visit, 'finish');
    const other = await arrive();
    const queue = await verma.get('/doctor');
    t.match(text(queue.body), /एक गंभीर जाँच नतीजा.*हीमोग्लोबिन: 5\.2 g\/dL.*सीता देवी.*9812343210/);
    t.notMatch((await verma.get(address(other))).body, 'critical-list', "another patient's page is his own");
    t.match((await verma.get(address(visit))).body, 'critical-list');
    await Promise.all([
      verma.post('/doctor/acknowledge', { result }),
      verma.post('/doctor/acknowledge', { result }),
    ]);
    t.equal((await centre.facility.loadVisit(visit)).filter(({ type }) => type === 'lab-ack').length, 1);
    t.notMatch((await verma.get('/doctor')).body, 'critical-list');
    t.equal((await verma.post('/doctor/acknowledge', { result: `${visit}:lab-result:9` })).status, 404);
  },
);

void t.test('nobody is sent on before the critical results were seen; what was typed stays', async (t) => {
  const visit = await arrive();
  await press(visit, 'sign', { tests: 'HB' });
  const result = await giveResult(visit, { value: 4.2, flag: 'critical' });
  const finish = await press(visit, 'finish');
  t.equal(finish.status, 400);
  t.match(text(finish.body), /एक ख़तरनाक नतीजा अभी तक किसी डॉक्टर ने नहीं देखा.*देख लिया: हीमोग्लोबिन 4\.2 g\/dL/);
  const amending = await verma.get(`${address(visit)}?amend=1`);
  const typed = { seen: seenOn(amending.body), 'complaint.0.text': 'चक्कर', ownAdvice: 'आराम' };
  const asked = await press(visit, 'sign', typed);
  t.equal(asked.status, 400);
  t.match(asked.body, /name="seenResults" value="visit:[^"]+"/);
  t.match(asked.body, /value="चक्कर"[^]*value="आराम"/);
  t.equal((await view(visit)).unacknowledged.length, 1);
  const signed = await press(visit, 'sign', { ...typed, seenResults: result });
  t.equal(signed.status, 302, text(signed.body));
  t.same((await view(visit)).unacknowledged, []);
});

void t.test(
  'a result and its normal answer are read in one language; an allergy that was only typed is named',
  async (t) => {
    const visit = await arrive();
    await press(visit, 'sign', { tests: 'MRDT' });
    const { patient, labOrders } = await view(visit);
    await centre.facility.append({ by: 'nisha', visits: [visit] }, (draft) => {
      const order = labOrders[0]?.order._id ?? '';
      draft.part(visit, 'lab-result', {
        ...{ patient, order, test: 'MRDT', value: 'neg', range: 'Negative', flag: 'normal' },
      });
    });
    const page = text((await verma.get(address(visit))).body);
    t.match(page, 'सामान्य नेगेटिव');
    t.notMatch(page, 'Negative');
    const fresh = await arrive({ ...WOMAN, name: 'गीता देवी' });
    t.match(
      (await verma.get(address(fresh))).body,
      /href="#f-allergySubstance"/,
      'the box of allergies leads there',
    );
    const typed = await press(fresh, 'sign', { allergySubstance: 'पेनिसिलिन', tests: 'HB' });
    t.match(text(typed.body), '“एलर्जी अभी सहेजें” दबाएँ');
    t.notMatch(text(typed.body), 'सूची से चुनें');
  },
);

void t.test('whoever consults is told of a critical result that comes meanwhile', async (t) => {
  const [ill, here] = [await arrive(), await arrive({ ...WOMAN, name: 'गीता देवी' })];
  for (const visit of [ill, here]) await press(visit, 'sign', { tests: 'HB' });
  const strip = (html: string): string => /<div class="critical-watch[^]*?<\/div>/.exec(html)?.[0] ?? '';
  const open = await verma.get(`${address(here)}?amend=1`);
  const source = /data-poll="([^"]+)"/.exec(open.body)?.[1]?.replaceAll('&amp;', '&') ?? '';
  t.match(strip(open.body), /aria-live="polite"><\/div>/, 'nothing has come yet');
  const before = centre.facility.recordCount;

  await giveResult(ill, { value: 5.2, flag: 'critical' });
  const told = strip((await verma.get(source)).body);
  t.match(text(told), 'हीमोग्लोबिन: 5.2 g/dL सीता देवी · टोकन 1');
  t.match(told, `href="${address(ill)}" target="_blank"`, 'beside the form, which stays as it is');
  await giveResult(here, { value: 4.8, flag: 'critical' });
  const own = strip((await verma.get(source)).body);
  t.match(text(own), /4\.8 g\/dL इसी मरीज़ का, अभी आया.*1 और गंभीर नतीजा बाकी/);
  t.match(own, /<button form="main-form" name="action" value="find"/);

  const shown = await press(here, 'find', { 'complaint.0.text': 'चक्कर' });
  t.match(shown.body, 'id="critical"', 'it stands on the page now');
  t.match(shown.body, 'name="complaint.0.text" value="चक्कर"');
  t.match(text(strip(shown.body)), '5.2 g/dL', 'and the strip goes on with the other');
  for (const visit of [ill, here]) await press(visit, `acknowledge:${visit}:lab-result:1`);
  t.match(strip((await verma.get(source)).body), /polite"><\/div>/);
  const nurse = await centre.logIn('nisha');
  t.equal((await nurse.get(source)).status, 403);
  t.ok(centre.facility.recordCount > before);
});

void t.test('a token opens its patient; the page of an earlier day is only to be read', async (t) => {
  const visit = await arrive();
  t.equal((await verma.get('/doctor?token=1')).location, address(visit));
  t.equal((await verma.get('/doctor?token=7')).status, 404);
  centre.clock.now += 2 * DAY_MS;
  verma = await centre.logIn('dr.verma');
  const old = await verma.get(address(visit));
  t.match(text(old.body), 'यह पर्ची आज की नहीं है');
  t.notMatch(old.body, 'value="sign"');
  t.equal((await press(visit, 'sign', LINE)).status, 400);
  t.equal((await view(visit)).prescriptions.length, 0);
});

void t.test('the whole of a long history stands on one page, and no text breaks out of it', async (t) => {
  const patient = await centre.register({ ...WOMAN, name: 'सीता <script>alert(1)</script> 😀' });
  for (let week = 30; week > 0; week -= 1) {
    const visit = await arrive(patient);
    await centre.facility.append({ by: 'dr.verma', visits: [visit] }, (draft) => {
      const dose = { pattern: '1-0-1', amount: 1, unit: 'tablet', days: 5 };
      draft.part(visit, 'consultation', { patient, complaints: [{ text: `<i>दर्द</i> ${week}` }] });
      draft.part(visit, 'diagnosis', {
        patient,
        text: { hi: 'अपना <b>शब्द</b>', en: 'own <b>word</b>' },
        certainty: 'provisional',
        ongoing: true,
      });
      draft.part(visit, 'prescription', {
        patient,
        lines: [{ line: 1, drug: PARACETAMOL, name: 'Paracetamol', dose, quantity: 10 }],
      });
      const order = draft.part(visit, 'lab-order', { patient, tests: ['HB'] })._id;
      draft.part(visit, 'lab-result', {
        patient,
        order,
        test: 'HB',
        value: 9 + week / 10,
        flag: 'low',
        unit: 'g/dL',
      });
      draft.part(visit, 'move', { patient, action: 'leave', station: 'counter' });
    });
    centre.clock.now += 7 * DAY_MS;
  }
  verma = await centre.logIn('dr.verma');
  const visit = await arrive(patient);
  const page = (await verma.get(address(visit))).body;
  t.match(text(page), 'पहले के दौरे (30)');
  t.match(page, '&lt;i&gt;दर्द&lt;/i&gt; 30');
  t.match(page, '<polyline points=');
  t.notMatch(page, '<script>alert');
  t.notMatch(page, '<b>शब्द</b>');
  const repeated = await press(visit, 'repeat');
  t.match(repeated.body, `name="line.0.drug" value="${PARACETAMOL}"`);
  const solved = await press(visit, 'resolve:0');
  t.match(solved.body, 'name="diagnosis.0.ongoing" value="no"');
});

void t.test('a draft of a session that ran out is carried through the log-in', async (t) => {
  const visit = await arrive();
  centre.clock.now += 9 * 3_600_000;
  const asked = await press(visit, 'days:0:7', { ...LINE, 'complaint.0.text': 'सिर भारी' });
  t.equal(asked.status, 401);
  t.match(asked.body, 'सिर भारी');
  t.match(asked.body, 'paracetamol-tab-500mg');
});

async function giveResult(
  visit: VisitId,
  result: { value: number; flag: 'normal' | 'low' | 'critical' },
): Promise<string> {
  const { patient, labOrders } = await view(visit);
  return centre.facility.append({ by: 'nisha', visits: [visit] }, (draft) => {
    const order = labOrders[0]?.order._id ?? '';
    const written = draft.part(visit, 'lab-result', { patient, order, test: 'HB', unit: 'g/dL', ...result });
    draft.part(visit, 'move', { patient, action: 'transfer', station: 'lab', to: 'doctor' });
    return written._id;
  });
}
