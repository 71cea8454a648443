import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import t from 'tap';
import type { LedgerRecord } from '../../records/ledger-record.js';
import type { Report } from '../../records/report.js';
import { recordedVisits } from '../../records/reports/visit-facts.js';
import { buildReport } from './build-report.js';
import { makeKnownMonth } from './fixtures/known-month.js';
import { keepPastDays } from './keep-past-days.js';
import { KEPT_FORMAT, KeptDays } from './kept-days.js';
import { traceFigure } from './trace-figure.js';

const month = await makeKnownMonth(20_261_001, 5);
const folder = await mkdtemp(join(tmpdir(), 'nadi-kept-days-'));
const days = join(folder, 'folds', 'days');
t.teardown(async () => {
  await month.close();
  await rm(folder, { recursive: true, force: true });
});

const { facility, deps } = month;
const keeping = { ...deps, keptDays: new KeptDays(folder, (error) => t.error(error)) };
const PERIODS = [
  ['hmis-monthly', '2026-10'],
  ['idsp-p-form', '2026-W42'],
  ['weekly-review', '2026-W47'],
  ['patient-flow', '2026-10-01..2026-11-21'],
] as const;

function all(from: typeof deps): Promise<Report[]> {
  return Promise.all(PERIODS.map(([id, period]) => buildReport(id, period, from, 'en')));
}

t.test('what the records say is what KEPT_FORMAT stands for', async (t) => {
  const { rows } = await facility.databases.records.allDocs({
    ...{ startkey: 'visit:', endkey: 'visit:BR1042b:20261115', include_docs: true },
  });
  const said = recordedVisits(rows.flatMap((row) => ('doc' in row && row.doc ? [row.doc] : [])));
  const hash = createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 16);
  t.equal(
    `${KEPT_FORMAT} ${hash}`,
    '4 432221cb8eca1ab6',
    'raise KEPT_FORMAT unless only the story was changed',
  );
});

t.test('a report from kept days is the report from the records, to the letter', async (t) => {
  const plain = await all(deps);
  t.same(await all(keeping), plain, 'while they are kept');
  t.ok((await readdir(days)).length > 40);
  t.same(await all(keeping), plain, 'when they are');
  const figure = ['hmis-monthly', '2026-10', '15.1.1'] as const;
  t.same(await traceFigure(...figure, keeping, 'en'), await traceFigure(...figure, deps, 'en'));
});

t.test('what is added to a visit weeks later counts, also where its day was kept', async (t) => {
  const result = await oldResult();
  const cell = async (): Promise<number> => {
    const report = await buildReport('hmis-monthly', '2026-10', keeping, 'en');
    const tables = report.sections.flatMap((one) => (one.kind === 'table' ? one.rows : []));
    return Number(tables.find((row) => row.figure === '15.2.2')?.cells['count']);
  };
  const before = await cell();
  await facility.append({ by: 'imran', visits: [result.visit] }, (draft) => {
    const { patient, order } = result.record;
    draft.part(result.visit, 'lab-result', {
      ...{
        patient,
        order,
        test: 'HB',
        value: 5.1,
        unit: 'g/dL',
        flag: 'critical',
        corrects: result.record._id,
      },
    });
  });
  t.equal(await cell(), before + 1);
  t.same(await all(keeping), await all(deps));
});

/** A haemoglobin of October that was not low and that nobody has corrected yet. */
async function oldResult() {
  const { rows } = await facility.databases.records.allDocs({
    ...{ startkey: 'visit:BR1042b:202610', endkey: 'visit:BR1042b:202611', include_docs: true },
  });
  const records = rows.flatMap((row) => ('doc' in row && row.doc ? [row.doc as LedgerRecord] : []));
  const results = records.filter((record) => record.type === 'lab-result' && record.test === 'HB');
  const corrected = new Set(results.map((record) => ('corrects' in record ? record.corrects : undefined)));
  const record = results.find((one) => 'value' in one && Number(one.value) > 8 && !corrected.has(one._id));
  if (record?.type !== 'lab-result') throw new Error('the story has no such result');
  return { record, visit: record._id.split(':').slice(0, 3).join(':') };
}

t.test('a half or foreign file is passed over and made anew', async (t) => {
  const [file = ''] = await readdir(days);
  const path = join(days, file);
  const whole = await readFile(path);
  await writeFile(path, new Uint8Array(whole.subarray(0, whole.length / 2)));
  t.same(await all(keeping), await all(deps));
  t.same(await readFile(path), whole);
  const day = file.slice(0, 8);
  t.equal(await keeping.keptDays.read(day, facility.visitDays.last(day) + 1), null, 'of an earlier state');
});

t.test('days that are over are kept by themselves, today is not', async (t) => {
  await rm(days, { recursive: true });
  const stop = keepPastDays({ ...keeping, restMs: 0 });
  const over = facility.visitDays.days().filter((day) => day < facility.today());
  while ((await keeping.keptDays.days()).length < over.length) await pause(20);
  await stop();
  t.same((await keeping.keptDays.days()).sort(), over.sort());
  t.same(await all(keeping), await all(deps));
});
