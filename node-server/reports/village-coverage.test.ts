import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import type { ReportTable } from '../../records/report.js';
import { reportCsv } from '../../records/reports/report-csv.js';
import { openLocale } from '../../templates/locale.js';
import { loadReference } from '../../templates/reference.js';
import { loadReports } from '../../templates/report-definitions.js';
import { readVillages } from '../../templates/village-reference.js';
import { Facility } from '../facility.js';
import { buildReport } from './build-report.js';

const HEAD = 'english\thindi\tpopulation\thouseholds\n';

t.test('each village is set against its survey, also one from which nobody has come', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'nadi-villages-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'villages.tsv'), `${HEAD}Bishanpur\tबिशनपुर\t8\t2\nRatanpur\tरतनपुर\t\t\n`);
  const reference = { ...loadReference(), villages: readVillages(folder) };
  const facility = await Facility.open({
    folder: join(folder, 'data'),
    box: 'BR1042',
    now: () => Date.parse('2026-11-21T04:30:00Z'),
    reference: () => reference,
  });
  t.teardown(() => facility.stop());
  await facility.append({ by: 'asha' }, (draft) => {
    draft.facility({ name: { hi: 'रामपुर', en: 'Rampur' }, level: 'PHC' });
    const person = { name: 'सीता', sex: 'female' as const };
    const head = draft.patient({ ...person, village: 'Bishan Pur' })._id;
    draft.patient({ ...person, village: 'बिशनपुर', household: head });
    draft.patient({ ...person, village: 'Elsewhere' });
  });
  const deps = { facility, definitions: () => loadReports(), locale: openLocale() };
  const report = await buildReport('village-coverage', '2026-11-21', deps, 'en');
  const { rows, total } = report.sections[0] as ReportTable;
  t.same(
    rows.map(({ cells }) => cells),
    [
      { village: 'Bishanpur', people: 2, population: 8, share: 25, households: 1, homes: 2 },
      { village: 'Elsewhere', people: 1, population: null, share: null, households: 1, homes: null },
      { village: 'Ratanpur', people: 0, population: null, share: null, households: 0, homes: null },
    ],
  );
  t.match(total?.cells, { people: 3, households: 2 });
  t.match(reportCsv(report), /Bishanpur,2,8,25,1,2/);
});

t.test('a village that stands twice, and a number that is none, are named with their line', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'nadi-villages-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  for (const line of ['Bishanpur\tबिशनपुर\t8\t2\nBishan Pur\tबिसनपुर\t8\t2', 'Bishanpur\tबिशनपुर\tmany\t2']) {
    await writeFile(join(folder, 'villages.tsv'), `${HEAD}${line}\n`);
    t.throws(() => readVillages(folder), { code: 'bad-input', message: /villages\.tsv, line [23]/ });
  }
});
