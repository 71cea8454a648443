import { execFileSync, spawnSync } from 'node:child_process';
import t from 'tap';
import { prescription, type PrescriptionPrint } from './prescription.js';
import { SAMPLE_PRESCRIPTION } from './sample-prints.js';

const skip = spawnSync('pdftotext', ['-v']).error ? 'pdftotext (poppler-utils) is not installed' : false;

async function pagesOf(data: PrescriptionPrint): Promise<string[]> {
  const pdf = await prescription(data);
  const text = execFileSync('pdftotext', ['-layout', '-', '-'], {
    input: Uint8Array.from(pdf),
    encoding: 'utf8',
  });
  return text
    .split('\f')
    .slice(0, -1)
    .map((page) => page.replace(/\s+/g, ' '));
}

t.test('a short prescription is one page with all that the law and the patient ask', { skip }, async (t) => {
  const pages = await pagesOf(SAMPLE_PRESCRIPTION);
  t.equal(pages.length, 1);
  const [page = ''] = pages;
  const expected = [
    'दवा का पर्चा / Prescription 21-11-2026 10:40',
    'पेनिसिलिन',
    'रक्तचाप 148/94 · नाड़ी 84/min · तापमान 100.8°F (38.2°C)',
    'बुख़ार (3 दिन), सिर दर्द',
    'ऊपरी श्वसन संक्रमण / Upper respiratory infection (J06.9)',
    'उच्च रक्तचाप / Hypertension (I10) · संभावित',
    'PARACETAMOL 500 mg गोली',
    '1-0-1',
    '1 गोली सुबह और 1 रात, खाने के बाद, 3',
    'CETIRIZINE 10 mg गोली',
    '1/2',
    'हीमोग्लोबिन / Haemoglobin · मलेरिया / Malaria RDT (तुरंत)',
    '• पानी ज़्यादा पिएँ',
    'शनिवार / Saturday 28-11-2026',
    'डॉ. कृष्ण मुरारी वर्मा, MBBS',
    'पंजीकरण सं. / Reg. no.: BMC-48213',
    'पृष्ठ / Page 1/1',
  ];
  for (const part of expected) t.ok(page.includes(part), part);
  t.notMatch(page, /superseded/);
});

t.test(
  'a long one goes on, each page with patient, heads and number, the doctor on the last',
  { skip },
  async (t) => {
    const [medicine] = SAMPLE_PRESCRIPTION.medicines;
    if (!medicine) throw new Error('no sample');
    const medicines = Array.from({ length: 20 }, (_, i) => ({ ...medicine, name: `Drug${i + 1}x` }));
    const pages = await pagesOf({ ...SAMPLE_PRESCRIPTION, medicines });
    t.ok(pages.length >= 3);
    pages.forEach((page, i) => {
      t.match(page, /लक्ष्मी कुमारी/);
      t.match(page, /BR1042-004217-K/);
      t.ok(page.includes(`Page ${i + 1}/${pages.length}`));
      t.equal(page.includes('DRUG'), page.includes('दवाएँ / Medicines'), 'heads stand above medicines');
      t.equal(page.includes('BMC-48213'), i === pages.length - 1);
    });
    const all = pages.join(' ');
    for (let i = 1; i <= 20; i++) t.equal(all.split(`DRUG${i}X`).length, 2, `medicine ${i} once`);
  },
);

t.test('a superseded one says so and names the new one, on every page', { skip }, async (t) => {
  const medicines = Array.from({ length: 3 }, () => SAMPLE_PRESCRIPTION.medicines).flat();
  const supersededBy = 'visit:BR1042:20261121-042:rx:2';
  const pages = await pagesOf({ ...SAMPLE_PRESCRIPTION, medicines, supersededBy });
  t.ok(pages.length > 1);
  for (const page of pages) {
    t.match(page, /यह पर्ची बदली गई है \/ This prescription has been superseded/);
    t.match(page, /New prescription: BR1042:20261121-042:rx:2/);
  }
});

t.test('below the pictures stands how much is taken each time, not one for two', { skip }, async (t) => {
  const [medicine] = SAMPLE_PRESCRIPTION.medicines;
  if (!medicine) throw new Error('no sample');
  const [two] = await pagesOf({ ...SAMPLE_PRESCRIPTION, medicines: [{ ...medicine, amount: 2 }] });
  t.match(two, ' 2-0-2 ');
  t.notMatch(two, '1-0-1');
  const [half] = await pagesOf({ ...SAMPLE_PRESCRIPTION, medicines: [{ ...medicine, amount: 0.5 }] });
  t.match(half, ' 1/2-0-1/2 ');
});

t.test('four times a day gets a fourth column, words-only patterns none', { skip }, async (t) => {
  const [medicine] = SAMPLE_PRESCRIPTION.medicines;
  if (!medicine) throw new Error('no sample');
  const four = await pagesOf({ ...SAMPLE_PRESCRIPTION, medicines: [{ ...medicine, pattern: '1-1-1-1' }] });
  t.match(four.join(), /सुबह दोपहर शाम रात/);
  const sos = await pagesOf({ ...SAMPLE_PRESCRIPTION, medicines: [{ ...medicine, pattern: 'sos' }] });
  t.match(sos.join(), /PARACETAMOL/);
  t.notMatch(sos.join(), /शाम|sos/);
});

t.test('one without medicines, doctor’s number or findings is still a page', { skip }, async (t) => {
  const { vitals, followUp, allergies, ...rest } = SAMPLE_PRESCRIPTION;
  t.ok(vitals && followUp && allergies);
  const bare = { ...rest, complaints: [], diagnoses: [], medicines: [], tests: [], advice: [] };
  const pages = await pagesOf({ ...bare, doctor: { name: { hi: 'डॉ. वर्मा', en: '' } } });
  t.equal(pages.length, 1);
  t.match(pages[0], /डॉ. वर्मा/);
  t.notMatch(pages[0], /undefined|Medicines|Reg\. no/);
});
