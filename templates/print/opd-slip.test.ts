import { execFileSync, spawnSync } from 'node:child_process';
import t from 'tap';
import { opdSlip, type SlipData } from './opd-slip.js';
import { SAMPLE_SLIP } from './sample-prints.js';

const skip = spawnSync('pdftotext', ['-v']).error ? 'pdftotext (poppler-utils) is not installed' : false;

async function textOf(data: SlipData): Promise<string> {
  const pdf = await opdSlip(data);
  return execFileSync('pdftotext', ['-layout', '-', '-'], { input: Uint8Array.from(pdf), encoding: 'utf8' });
}

const words = (text: string): string => text.replace(/\s+/g, ' ');

t.test('Hindi comes out of the PDF as it was written', { skip }, async (t) => {
  const names = [
    'क्षत्राणी ज्ञानवती श्रीवास्तव',
    'धर्मेन्द्र शर्मा कार्तिक',
    'र्‍यांचे दर्र्‍या',
    'किरण निर्मला चिट्ठी',
    'मुज़फ़्फ़र बड़ा ग़ुलाम फ़ड़के',
    'राम-२ १२३ Ram Kumar 45',
    'ब्रह्मदेव विद्या बुद्धि द्वारका',
  ];
  for (const name of names) {
    const text = await textOf({ ...SAMPLE_SLIP, patient: { ...SAMPLE_SLIP.patient, name } });
    t.ok(text.includes(name), name);
  }
});

t.test('the slip says what the patient and the next station need, top to bottom', { skip }, async (t) => {
  const text = words(await textOf(SAMPLE_SLIP));
  const inOrder = [
    'प्राथमिक स्वास्थ्य केन्द्र, सकरा',
    'Primary Health Centre, Sakra',
    'HWC-PHC · सकरा · मुज़फ़्फ़रपुर · HFR IN1010001042',
    'ओपीडी पर्चा / OPD slip 21-11-2026 09:42',
    'लक्ष्मी कुमारी',
    'लगभग 34 वर्ष · महिला',
    'पति / Husband ज्ञानेश्वर प्रसाद',
    'गाँव / Village बड़ा गाँव',
    'xxxxxx3210 · आभा 91-2345-6789-0123',
    'BR1042:20261121-042 · पुराना / Old',
    'गर्भवती / Pregnant',
    'जाँच माप · कमरा 2',
    'आपका क्रम / Your place: 6',
    'अनुमानित इंतज़ार: 20 मिनट',
    'तकलीफ़ / Complaint',
    'रोग / Diagnosis',
    'सलाह और दवा / Advice and treatment',
    'यह पर्चा 15 दिन तक मान्य है। / Valid for 15 days.',
    'छापा / Printed by: सुनीता देवी · 21-11-2026 09:42',
  ];
  const places = inOrder.map((part) => text.indexOf(part));
  t.same(
    inOrder.filter((_, i) => places[i] === -1),
    [],
  );
  t.same(
    places,
    [...places].sort((a, b) => a - b),
  );
  t.match(text, /टोकन \/ Token/);
  t.match(text, / 42 /);
  t.match(text, /BR1042-004217-K/);
});

t.test('the mobile number is never printed in full', { skip }, async (t) => {
  t.notMatch(await textOf(SAMPLE_SLIP), /981234/);
  t.notMatch(await textOf({ ...SAMPLE_SLIP, patient: { ...SAMPLE_SLIP.patient, mobile: '98123' } }), /98123/);
});

t.test('a reprint says which one it is, a first print does not', { skip }, async (t) => {
  t.match(await textOf({ ...SAMPLE_SLIP, reprint: 2 }), /दोबारा छपा \/ Reprint: 2/);
  t.notMatch(await textOf(SAMPLE_SLIP), /Reprint/);
});

t.test('one language alone, where the facility wants it', { skip }, async (t) => {
  const hindi = await textOf({ ...SAMPLE_SLIP, language: 'hi' });
  t.match(hindi, /ओपीडी पर्चा/);
  t.notMatch(hindi, /OPD slip|Complaint|Pregnant/);
  const english = await textOf({ ...SAMPLE_SLIP, language: 'en' });
  t.match(english, /OPD slip/);
  t.notMatch(english, /ओपीडी पर्चा|तकलीफ़/);
});

t.test('names longer than the paper stay on one A5 page, inside its margins', { skip }, async (t) => {
  const long = 'श्रीमती राजराजेश्वरी क्षत्राणी देवी विश्वकर्मा उर्फ़ ज्ञानवती '.repeat(6);
  const data: SlipData = {
    ...SAMPLE_SLIP,
    facility: {
      ...SAMPLE_SLIP.facility,
      name: { hi: long, en: 'Additional Primary Health Centre '.repeat(9) },
    },
    patient: {
      ...SAMPLE_SLIP.patient,
      name: long,
      village: 'अ'.repeat(300),
      relative: { name: long, relation: 'father' },
    },
    station: { hi: long, en: long },
    doctor: { hi: long, en: long },
    validity: { hi: long, en: long },
    printedBy: long,
    opdNumber: '2026/018442',
    fee: { rupees: 5, receipt: long },
    reprint: 3,
  };
  const pdf = await opdSlip(data);
  const box = execFileSync('pdftotext', ['-bbox', '-', '-'], {
    input: Uint8Array.from(pdf),
    encoding: 'utf8',
  });
  t.equal(box.match(/<page /g)?.length, 1);
  t.match(box, /<page width="419.53\d*" height="595.28\d*">/);
  for (const [, left, right, bottom] of box.matchAll(
    /<word xMin="([\d.]+)".*?xMax="([\d.]+)" yMax="([\d.]+)"/g,
  )) {
    t.ok(Number(left) >= 28 && Number(right) <= 392 && Number(bottom) <= 580, `${left} ${right} ${bottom}`);
  }
});

t.test('almost nothing known, and markup or emoji in a name, still make a slip', { skip }, async (t) => {
  const text = await textOf({
    ...SAMPLE_SLIP,
    patient: { id: 'BR1042b-000001-7', name: '<b>राम</b> 🙂', sex: 'unknown' },
    facility: { name: { hi: '', en: 'PHC' }, level: '' },
  });
  t.match(text, /<b>राम<\/b> □/);
  t.match(await textOf({ ...SAMPLE_SLIP, patient: { id: 'x', name: '', sex: 'other' } }), /—/);
});

t.test('equal data give equal bytes', async (t) => {
  t.ok((await opdSlip(SAMPLE_SLIP)).equals(await opdSlip(SAMPLE_SLIP)));
});
