import { execFileSync, spawnSync } from 'node:child_process';
import t from 'tap';
import { news2 } from '../../records/news2.js';
import { referralSlip, type ReferralSlipPrint } from './referral-slip.js';
import { SAMPLE_PRESCRIPTION } from './sample-prints.js';

const skip = spawnSync('pdftotext', ['-v']).error ? 'pdftotext (poppler-utils) is not installed' : false;

const { facility, patient, token, vitals, doctor } = SAMPLE_PRESCRIPTION;
const SLIP: ReferralSlipPrint = {
  ...{ language: 'both', facility, patient, token, doctor, reprint: 0, ...(vitals && { vitals }) },
  code: 'BR1042-20261121-042-1',
  at: '2026-11-21T05:10:00.000Z',
  to: { name: { hi: 'सदर अस्पताल मुज़फ़्फ़रपुर', en: 'Sadar Hospital' }, detail: 'ज़िला अस्पताल · BR0977' },
  news2: news2(
    {
      respiratoryRate: 26,
      spo2: 90,
      systolic: 100,
      pulse: 120,
      temperatureC: 38.5,
      consciousness: 'alert',
      oxygen: false,
    },
    { ageDays: null },
  ),
  ...{ told: true, urgent: true, reason: 'रक्तचाप दवा के बाद भी ऊँचा' },
  allergies: [{ substance: 'पेनिसिलिन', severity: 'severe' }],
  complaints: ['सिर दर्द (3 दिन)', 'NEWS2', '11 · अधिक जोखिम: डॉक्टर तुरंत देखें / high risk'],
  diagnoses: [{ text: { hi: 'उच्च रक्तचाप', en: 'Hypertension' }, code: 'I10' }],
  medicines: ['Amlodipine 5 mg, 1-0-0 × 30 दिन'],
  printedAt: '2026-11-21T05:11:00.000Z',
  printedBy: 'डॉ. वर्मा',
};

async function pagesOf(data: ReferralSlipPrint): Promise<string[]> {
  const input = Uint8Array.from(await referralSlip(data));
  const text = execFileSync('pdftotext', ['-layout', '-', '-'], { input, encoding: 'utf8' });
  return text
    .split('\f')
    .slice(0, -1)
    .map((page) => page.replace(/\s+/g, ' '));
}

t.test(
  'the slip says where to go and why, with the number by which it is found there',
  { skip },
  async (t) => {
    const [page = '', ...more] = await pagesOf(SLIP);
    t.equal(more.length, 0);
    const expected = [
      ...['रेफ़रल पर्चा / Referral slip 21-11-2026 10:40', 'BR1042-004217-K', 'BR1042-20261121-042-1'],
      ...['सदर अस्पताल मुज़फ़्फ़रपुर', 'ज़िला अस्पताल · BR0977', 'told by computer', 'तुरंत'],
      ...['रक्तचाप दवा के बाद भी ऊँचा', 'पेनिसिलिन', 'रक्तचाप 148/94', 'सिर दर्द (3 दिन)'],
      ...['उच्च रक्तचाप / Hypertension (I10)', '1. Amlodipine 5 mg, 1-0-0 × 30 दिन'],
      ...['डॉ. कृष्ण मुरारी वर्मा', 'Answer of the receiving facility'],
    ];
    for (const part of expected) t.ok(page.includes(part), part);
  },
);

t.test('what is confidential is not printed, and paper alone says so', { skip }, async (t) => {
  const { reason: _reason, ...rest } = SLIP;
  const [page = ''] = await pagesOf({ ...rest, told: false, complaints: [], diagnoses: [], medicines: [] });
  t.match(page, 'The illness is confidential and is not printed');
  t.match(page, 'It is told on this paper only');
  t.notMatch(page, /Hypertension|ऊँचा/);
});

t.test('one that was taken back says so on each of its pages', { skip }, async (t) => {
  const medicines = Array.from({ length: 40 }, (_, n) => `Medicine ${n + 1} 5 mg, 1-0-0`);
  const reason = { hi: 'ग़लत केंद्र चुना गया', en: 'Wrong facility was chosen' };
  const cancelled = { at: '2026-11-21T06:10:00.000Z', reason };
  for (const page of await pagesOf({ ...SLIP, medicines, cancelled })) {
    t.match(page, /यह रेफ़रल रद्द है \/ This referral is cancelled 21-11-2026 11:40 · ग़लत केंद्र चुना गया/);
  }
});

t.test('many medicines go on to further pages', { skip }, async (t) => {
  const medicines = Array.from({ length: 40 }, (_, n) => `Medicine ${n + 1} 5 mg, 1-0-0`);
  const pages = await pagesOf({ ...SLIP, medicines });
  t.ok(pages.length > 1);
  for (const page of pages) t.match(page, /लक्ष्मी कुमारी.*BR1042-20261121-042-1/, 'each says whose it is');
  t.match(pages.join(' '), /40\. Medicine 40 5 mg/);
  t.match(pages.at(-1), 'Answer of the receiving facility');
});
