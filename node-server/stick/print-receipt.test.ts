import t from 'tap';
import { openLocale } from '../../templates/locale.js';
import { outcome } from '../audit/sealed-box.js';
import { printReceipt, receiptReport } from './print-receipt.js';
import type { ReceiptAnswer } from './stick-api.js';

const answer: ReceiptAnswer = {
  box: 'BR1042',
  receipt: {
    type: 'receipt',
    v: 1,
    box: 'BR1042',
    at: '2026-11-21T10:00:00.000Z',
    took: [{ id: 'a', from: 0, upTo: 412 }],
    refused: [],
    holds: { count: 412, sums: [1, 2, 3, 4] },
    seal: { upTo: 411, head: 'A'.repeat(43), at: '2026-11-21T09:59:00.000Z' },
    key: 'A'.repeat(43),
    signature: '',
  },
  agrees: 412,
  records: 420,
};
const facility = {
  box: 'BR1042',
  profile: () => ({ name: { hi: 'रामपुर', en: 'Rampur' } }),
  now: () => Date.parse('2026-11-22T04:30:00.000Z'),
} as unknown as Parameters<typeof printReceipt>[0];

void t.test(
  'a receipt is one page that says, in either language, up to where both sides agree',
  async (t) => {
    const locale = openLocale();
    for (const language of ['hi', 'en'] as const) {
      const say = locale.in(language);
      const { sections, title } = receiptReport(answer, 'Rampur', say);
      t.match(title, language === 'hi' ? 'ज़िला सर्वर की रसीद' : 'Receipt of the district server');
      t.match(sections[0], { kind: 'checks', checks: [{ ok: true, text: /412/ }] });
      const { bytes, pages } = await outcome(printReceipt(facility, answer, { language, say }));
      t.equal(pages, 1);
      t.match(Buffer.from(bytes, 'base64').subarray(0, 5).toString('latin1'), '%PDF-');
    }
  },
);

void t.test('before the first receipt it says how one is got', (t) => {
  const say = openLocale().in('en');
  t.throws(() => receiptReport({ ...answer, receipt: null }, 'Rampur', say), { code: 'not-found' });
  t.end();
});
