import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import t, { type Test } from 'tap';
import { addDays } from '../../records/day.js';
import { joinBytes } from '../../sync/exchange/plain-bytes.js';
import { addRevisions, addSums, EMPTY_SUM } from '../../sync/ledger-sum.js';
import type { Difference } from '../../sync/verify/compare-day.js';
import type { DayCheck, LedgerComparison } from '../../sync/verify/verify-ledger-days.js';
import { openLocale, type Language } from '../../templates/locale.js';
import { reportPdf } from '../../templates/print/report.js';
import { receiptCode, syncReceipt, type ReceiptFrame } from './sync-receipt.js';

const run = promisify(execFile);
const locale = openLocale();

function sumOf(count: number, mark: number) {
  const hex = mark.toString(16).padStart(8, '0').repeat(4);
  return addRevisions(EMPTY_SUM, Array<string>(count).fill(`1-${hex}`));
}

/** So many days, of which each of these differs in all ways at once. */
function comparison(count: number, differing: readonly number[]): LedgerComparison {
  const days = Array.from({ length: count }, (_, i): DayCheck => {
    const here = sumOf(900 + i, i);
    const day = addDays('20251101', i);
    if (!differing.includes(i)) return { day, here, there: here, agrees: true, counts: {}, named: [] };
    const named = ['missing', 'deleted', 'refused', 'other', 'extra'].map(
      (kind, serial) =>
        ({ kind, id: `visit:BR1042:${day}-00${serial}:lab-result:12`, n: 123_000 + i }) as Difference,
    );
    const counts = { missing: 40, deleted: 1, refused: 1, other: 2, extra: 3, waiting: 9 };
    return { day, here, there: sumOf(860, i + 1), agrees: false, counts, named };
  });
  const counts: LedgerComparison['counts'] = {};
  for (const one of days)
    for (const [kind, n] of Object.entries(one.counts))
      counts[kind as 'other'] = (counts[kind as 'other'] ?? 0) + n;
  return {
    agrees: differing.length === 0,
    here: days.map(({ here }) => here).reduce(addSums, EMPTY_SUM),
    there: days.map(({ there }) => there).reduce(addSums, EMPTY_SUM),
    counts,
    days,
  };
}

function frameOf(language: Language, compared: LedgerComparison): ReceiptFrame {
  return {
    comparison: compared,
    mended: compared.agrees ? null : { sent: 123 },
    facility: language === 'hi' ? 'प्राथमिक स्वास्थ्य केंद्र रामपुर' : 'Primary Health Centre Rampur',
    box: 'BR1042b',
    centre: 'https://couch.health.bihar.example.org:6984',
    askedBy: 'R. Kumar',
    comparedAt: '2026-11-28T05:12:00.000Z',
    startsAt: 120_000,
    language,
    say: locale.in(language),
  };
}

/** The text of a receipt, and how many pages it takes. */
async function print(t: Test, frame: ReceiptFrame): Promise<{ text: string; pages: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'nadi-receipt-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const { language, askedBy: printedBy, comparedAt: printedAt } = frame;
  const printed: Uint8Array[] = [];
  let pages = 0;
  for await (const part of reportPdf([syncReceipt(frame)], {
    language,
    printedBy,
    printedAt,
    linkOf: () => receiptCode(frame),
  })) {
    printed.push(part.bytes);
    ({ pages } = part);
  }
  const file = join(folder, 'receipt.pdf');
  await writeFile(file, joinBytes(printed));
  const { stdout } = await run('pdftotext', ['-layout', file, '-']);
  return { text: stdout.replace(/\s+/g, ' '), pages };
}

for (const language of ['hi', 'en'] as const) {
  const say = locale.in(language);

  t.test(
    `a receipt says in ${language} that box and centre agree, on one page, be it of two years`,
    async (t) => {
      const compared = comparison(730, []);
      const { text, pages } = await print(t, frameOf(language, compared));
      t.equal(pages, 1);
      t.ok(text.includes(say('syncCheck.agrees', { n: compared.here.count })), text);
      t.ok(text.includes('R. Kumar') && text.includes('BR1042b'));
    },
  );

  t.test(`a receipt in ${language} names what differs, on one page, however much it is`, async (t) => {
    const differing = Array.from({ length: 30 }, (_, i) => i * 13 + 4);
    const { text, pages } = await print(t, frameOf(language, comparison(400, differing)));
    t.equal(pages, 1);
    t.ok(text.includes(say('syncCheck.differs', { days: 30 })), text);
    t.ok(text.includes('visit:BR1042:'), 'records by name');
    t.ok(text.includes(say('syncCheck.sentAgainCount', { n: 123 })));
  });
}

t.test('the code on a receipt tells both sides, so that a paper can be compared without a line', (t) => {
  const code = receiptCode(frameOf('en', comparison(3, [1])));
  t.match(
    code,
    /^nadi sync verify BR1042b 2026-11-28T05:12:00.000Z box: 2703 \w{4}-\w{4} centre: 2662 \w{4}-\w{4}$/,
  );
  t.end();
});
