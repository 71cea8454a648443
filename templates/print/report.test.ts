import { execFileSync, spawnSync } from 'node:child_process';
import t from 'tap';
import type { Report, ReportColumn, ReportRow, ReportSection } from '../../records/report.js';
import { printable } from './printable.js';
import { reportPdf } from './report.js';
import { cellText } from './report/cell-text.js';
import { figuresHash } from './report/figures-hash.js';
import { sampleMonthly, samplePlots, sampleRegister, sampleReport } from './report/sample-reports.js';

const skip = spawnSync('pdftotext', ['-v']).error ? 'pdftotext (poppler-utils) is not installed' : false;
/** 10 mm in points, less a hair */
const MARGIN = 28;

async function pdfOf(reports: Report[], language: 'hi' | 'en' = 'hi'): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const { bytes } of reportPdf(reports, {
    language,
    printedBy: 'सुनीता देवी',
    printedAt: '2026-11-21T04:12:00.000Z',
    linkOf: ({ id }, hash) => `https://nadi.local:8443/reports/${id}/2026-10?figures=${hash}`,
  })) {
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}

function pdftotext(pdf: Buffer, ...options: string[]): string {
  return execFileSync('pdftotext', [...options, '-', '-'], {
    input: Uint8Array.from(pdf),
    encoding: 'utf8',
    maxBuffer: 100_000_000,
  });
}

const bare = (text: string): string => text.replace(/[\s\u00a0]+/g, '');

/** The texts that don't come back, in the order of the rows. */
function lost(text: string, wanted: string[]): string[] {
  const all = bare(text);
  let at = 0;
  return wanted.filter((one) => {
    const found = all.indexOf(bare(printable(one)), at);
    if (found >= 0) at = found;
    return found < 0;
  });
}

function cellsOf({ sections }: Report): string[] {
  return sections.flatMap((section) =>
    section.kind === 'table'
      ? section.rows.flatMap(({ cells }) => section.columns.map(({ key }) => cellText(cells[key])))
      : [],
  );
}

/** Words that lie outside the margins of their page. */
function outside(pdf: Buffer): string[] {
  const found: string[] = [];
  let [width, height] = [0, 0];
  for (const line of pdftotext(pdf, '-bbox').split('\n')) {
    const page = /<page width="([\d.]+)" height="([\d.]+)"/.exec(line);
    if (page) [width, height] = [Number(page[1]), Number(page[2])];
    const word =
      /<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*)<\/word>/.exec(line);
    if (!word) continue;
    const [left = 0, , right = 0, bottom = 0] = word.slice(1, 5).map(Number);
    // A line's box is taller than its letters: what counts is that the paper's edge is far enough.
    if (left < MARGIN || right > width - MARGIN || bottom > height - MARGIN + 4) found.push(line);
  }
  return found;
}

function pagesOf(pdf: Buffer): number {
  return pdftotext(pdf, '-bbox').match(/<page /g)?.length ?? 0;
}

function table(columns: (string | ReportColumn)[], rows: ReportRow['cells'][]): ReportSection {
  return {
    kind: 'table',
    columns: columns.map((one) => (typeof one === 'string' ? { key: one, title: one } : one)),
    rows: rows.map((cells) => ({ cells })),
  };
}

for (const language of ['hi', 'en'] as const) {
  void t.test(
    `a register comes back cell by cell, in order, on every page (${language})`,
    { skip },
    async (t) => {
      const report = sampleRegister(130, language);
      const pdf = await pdfOf([report], language);
      const text = pdftotext(pdf, '-raw');
      t.same(lost(text, cellsOf(report)), []);
      t.same(outside(pdf), []);
      const pages = text.split('\f').filter((page) => page.trim() !== '');
      t.ok(pages.length > 2);
      for (const [i, page] of pages.entries()) {
        t.match(page, language === 'hi' ? 'पिता / पति' : 'Father /', 'the head stands on each page');
        const laid = pdftotext(pdf, '-layout', '-f', String(i + 1), '-l', String(i + 1));
        const [number, by] = language === 'hi' ? ['पृष्ठ', 'छापा'] : ['Page', 'Printed by'];
        t.match(laid, new RegExp(`${by}: सुनीता देवी · 21-11-2026 09:42 IST · BR1042`));
        t.match(laid, new RegExp(`${number} ${i + 1} / +${pages.length}\\b`));
        t.match(laid, figuresHash(report));
      }
    },
  );

  void t.test(
    `the monthly format says figures, checks, facts and notes (${language})`,
    { skip },
    async (t) => {
      const report = sampleMonthly(language);
      const pdf = await pdfOf([report], language);
      const text = pdftotext(pdf, '-raw');
      const said = report.sections.flatMap((section) => {
        if (section.kind === 'checks') return section.checks.flatMap((one) => [one.text, one.detail ?? '']);
        if (section.kind === 'facts') return section.facts.flatMap((one) => [one.label, one.value]);
        return [];
      });
      t.same(lost(text, [report.facility, report.title, report.period.words]), []);
      t.same(lost(text, [...said, ...report.notes]), []);
      const wanted = language === 'hi' ? ['गड़बड़', 'ठीक', '13,268', '—'] : ['Failed', 'OK', '13,268', '—'];
      for (const word of wanted) t.match(text, word);
      t.same(outside(pdf), []);
    },
  );

  void t.test(`plots name their labels, series, units and values (${language})`, { skip }, async (t) => {
    const report = samplePlots(language);
    const pdf = await pdfOf([report], language);
    const text = bare(pdftotext(pdf, '-raw'));
    for (const section of report.sections) {
      if (section.kind !== 'plot') continue;
      for (const label of section.labels) t.ok(text.includes(bare(printable(label))), label);
      if (section.series.length > 1)
        for (const { name } of section.series) t.ok(text.includes(bare(name)), name);
    }
    t.match(text, language === 'hi' ? 'कोईआँकड़ानहीं' : 'Nofiguresforthisperiod');
    t.match(text, '22.5', 'a bar says its value');
    t.same(outside(pdf), []);
  });
}

void t.test('forty columns stand in several bands, each with the key column', { skip }, async (t) => {
  const keys = Array.from({ length: 40 }, (_, i) => `स्तंभ-${i + 1}`);
  const rows = Array.from({ length: 30 }, (_, r): ReportRow['cells'] => ({
    गाँव: `ग्राम${r}`,
    ...Object.fromEntries(keys.map((key, c) => [key, r * 1000 + c])),
  }));
  const report = sampleReport('चौड़ी तालिका', [table(['गाँव', ...keys], rows)]);
  const pdf = await pdfOf([report]);
  const text = pdftotext(pdf, '-raw');
  t.match(pdftotext(pdf, '-bbox'), /<page width="841.89/, 'it lies on its side');
  t.same(outside(pdf), []);
  const bands = text.match(/भाग \d\/\d/g) ?? [];
  t.ok(bands.length > 1);
  for (const [r, row] of rows.entries()) {
    t.equal(text.match(new RegExp(`ग्राम${r}\\b`, 'g'))?.length, bands.length);
    for (const value of Object.values(row))
      t.match(text, new RegExp(`(^|\\s)${cellText(value)}(\\s|$)`, 'm'));
  }
});

void t.test(
  'very long names, one endless word and a cell longer than a page lose no letter',
  { skip },
  async (t) => {
    const long = 'श्रीमती राजराजेश्वरी क्षत्राणी देवी विश्वकर्मा उर्फ़ ज्ञानवती '.repeat(6).trim();
    const endless = 'क्ष्म'.repeat(90);
    const page = Array.from({ length: 900 }, (_, i) => `शब्द${i}`).join(' ');
    const report = sampleReport(
      `${long} ${long}`,
      [
        table(
          ['नाम', 'गाँव', { key: 'n', title: 'n', align: 'right' }],
          [
            { नाम: long, गाँव: endless, n: 1 },
            { नाम: 'छोटा', गाँव: page, n: 2 },
            { नाम: 'अंत', गाँव: 'यहाँ', n: 123456789.25 },
          ],
        ),
        { kind: 'facts', title: long, facts: [{ label: long, value: page }] },
        { kind: 'checks', checks: [{ text: long, ok: false, detail: page }] },
      ],
      'hi',
      [page],
    );
    const pdf = await pdfOf([report]);
    t.same(outside(pdf), []);
    // A cell that goes on over pages has their feet and heads between its lines: its words count.
    const words = new Set(pdftotext(pdf, '-raw').split(/\s+/));
    t.same(
      page.split(' ').filter((word) => !words.has(word)),
      [],
    );
    t.same(lost(pdftotext(pdf, '-raw'), [long, endless]), []);
    t.match(pdftotext(pdf, '-raw'), '12,34,56,789.25');
  },
);

void t.test('no rows, one row, no columns, no sections: the paper says so', { skip }, async (t) => {
  const empty = pdftotext(await pdfOf([sampleReport('ख़ाली', [table(['नाम'], [])])]));
  t.match(empty, 'इस अवधि में कुछ दर्ज नहीं');
  t.match(pdftotext(await pdfOf([sampleReport('एक', [table(['नाम'], [{ नाम: 'अकेला' }])])])), 'अकेला');
  t.match(pdftotext(await pdfOf([sampleReport('x', [table([], [])])])), 'x');
  t.match(pdftotext(await pdfOf([sampleReport('कुछ नहीं', [])])), 'इस अवधि में कुछ दर्ज नहीं');
});

void t.test(
  'emoji, right-to-left names, markup and line breaks print as far as the font goes',
  { skip },
  async (t) => {
    const cells = { a: 'राम 🙂 بنت', b: '<b>& "x"</b>', c: 'एक\nदो', d: '\u202eउलटा' };
    const pdf = await pdfOf([sampleReport('अजीब', [table(['a', 'b', 'c', 'd'], [cells])])]);
    const text = pdftotext(pdf, '-raw');
    t.match(text, 'राम □ □□□');
    t.match(text, '<b>& "x"</b>');
    t.same(lost(text, ['एक', 'दो', 'उलटा']), []);
  },
);

void t.test('odd figures in a plot leave a gap and break nothing', { skip }, async (t) => {
  const labels = Array.from({ length: 200 }, (_, i) => `बहुत लंबा नाम वाला रोग क्रमांक ${i}`);
  const values = labels.map((_, i) => [NaN, Infinity, -5, 0, 1e9, null][i % 6] ?? null);
  for (const form of ['bars', 'lines', 'stacked'] as const) {
    const series = [
      { name: 'क', values },
      { name: 'ख', values: [1] },
    ];
    const pdf = await pdfOf([sampleReport('x', [{ kind: 'plot', form, unit: 'मरीज़', labels, series }])]);
    t.same(outside(pdf), [], form);
  }
});

void t.test('ten thousand rows come back, each once', { skip, timeout: 110_000 }, async (t) => {
  const rows = Array.from({ length: 10_000 }, (_, i) => ({ a: `r${i}x`, b: i }));
  const pdf = await pdfOf([
    sampleReport('लंबा', [table(['a', { key: 'b', title: 'b', align: 'right' }], rows)]),
  ]);
  const found = pdftotext(pdf, '-raw').match(/\br\d+x\b/g) ?? [];
  t.same(
    found,
    rows.map(({ a }) => a),
  );
});

void t.test('a short part of a table stands on one page with its heading', { skip }, async (t) => {
  const columns: ReportColumn[] = [
    { key: 'place', title: 'Place' },
    { key: 'value', title: 'Value' },
  ];
  const rows = Array.from({ length: 20 }, (_, part): ReportRow[] => [
    { cells: { place: `Indicator ${part}` }, heading: true },
    ...Array.from({ length: 6 }, (_, at) => ({ cells: { place: `place ${part}`, value: at } })),
  ]).flat();
  const pages = pdftotext(await pdfOf([sampleReport('x', [{ kind: 'table', columns, rows }])])).split('\f');
  t.ok(pages.length > 2, 'it takes several');
  for (let part = 0; part < 20; part++) {
    const page = pages.find((one) => one.includes(`Indicator ${part}\n`)) ?? '';
    t.equal(page.match(new RegExp(`place ${part}\n`, 'g'))?.length, 6, `part ${part}`);
  }
});

void t.test('room for remarks and for who signs stands whole on the last page', { skip }, async (t) => {
  const room = { title: 'टिप्पणी और निर्णय', signatures: ['तैयार किया', 'समीक्षा की'] };
  const columns: ReportColumn[] = [{ key: 'n', title: 'क्रम' }];
  for (let count = 36; count < 56; count += 2) {
    const rows = Array.from({ length: count }, (_, n): ReportRow => ({ cells: { n } }));
    const pdf = await pdfOf([{ ...sampleReport('x', [{ kind: 'table', columns, rows }]), room }]);
    const page = pdftotext(pdf)
      .split('\f')
      .find((one) => bare(one).includes(bare(room.title)));
    t.same(lost(page ?? '', room.signatures), [], `after ${count} rows`);
    t.same(outside(pdf), [], `and within the margins, after ${count} rows`);
  }
});

void t.test('a weekly pack is several reports in one PDF, each from its own page on', { skip }, async (t) => {
  const pdf = await pdfOf([sampleMonthly(), samplePlots(), sampleRegister(3)]);
  const pages = pdftotext(pdf).split('\f').slice(0, -1);
  t.match(pages[0], 'HMIS मासिक प्रपत्र');
  t.match(pages[1], 'मरीज़ों का बहाव');
  t.match(pages.at(-1), 'ओपीडी रजिस्टर');
  t.match(pdftotext(pdf, '-layout'), new RegExp(`पृष्ठ ${pages.length} / +${pages.length}`));
  t.equal(pagesOf(pdf), pages.length);
});

void t.test('equal figures give equal bytes and one hash; any other figure gives another hash', async (t) => {
  const report = sampleMonthly();
  t.ok((await pdfOf([report])).equals(await pdfOf([sampleMonthly()])));
  const [first, ...rest] = report.sections;
  if (first?.kind !== 'table') throw new Error('no table');
  const row = { ...first.rows[1]!, cells: { ...first.rows[1]!.cells, male: 843 } };
  const rows = first.rows.with(1, row);
  t.not(figuresHash({ ...report, sections: [{ ...first, rows }, ...rest] }), figuresHash(report));
  t.match(figuresHash(report), /^[0-9A-F]{4}(-[0-9A-F]{4}){2}$/);
});

t.test(
  'a day’s summary that is to be short takes two pages, and nothing that was counted is lost',
  async (t) => {
    const name = (n: number): string => `पंक्ति ${n}`;
    const counts = (from: number, many: number): ReportSection => ({
      ...{ kind: 'table', title: `सूची ${from}`, columns: [column('name', 'विवरण'), column('count', 'संख्या')] },
      rows: Array.from({ length: many }, (_, i) => ({ cells: { name: name(from + i), count: from + i } })),
    });
    const coded: ReportSection = {
      ...{ kind: 'table', title: 'रोग' },
      columns: [column('code', 'कोड'), column('name', 'विवरण'), column('count', 'संख्या')],
      rows: Array.from({ length: 24 }, (_, i) => ({
        cells: { code: String(i), name: name(500 + i), count: i % 6 === 0 ? 7 + i : 0 },
      })),
    };
    const checks = Array.from({ length: 17 }, (_, i) => ({ text: `जाँच ${i}`, ok: i > 0, detail: '3 ≤ 4' }));
    const sections: ReportSection[] = [counts(100, 13), counts(200, 13), counts(300, 13), coded];
    sections.push({ kind: 'checks', title: 'आपसी जाँच', checks }, counts(400, 5));
    const whole = sampleReport('daily-summary', sections);
    const short = await pdfOf([{ ...whole, short: true }]);
    t.ok(pagesOf(await pdfOf([whole])) > 2);
    t.ok(pagesOf(short) <= 2);
    const text = bare(pdftotext(short));
    for (const n of [100, 112, 200, 312, 404, 500, 501, 523]) t.match(text, bare(name(n)), name(n));
    t.match(text, bare('जाँच 0'), 'the check that failed');
    t.match(text, bare('16 मिलान जाँचें ठीक'));
    t.same(outside(short), []);
  },
);

function column(key: string, title: string): ReportColumn {
  return { key, title, ...(key === 'count' && { align: 'right' as const }) };
}
