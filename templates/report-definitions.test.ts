import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { FacilityError } from '../records/facility-error.js';
import { templatesFolder } from './folder.js';
import { loadReference } from './reference.js';
import { loadReports, watchReports } from './report-definitions.js';
import { reportFigures } from './report-figures.js';

t.test('every report loads, in both languages, and counts only what the lists know', (t) => {
  const reports = loadReports();
  t.same(
    [...reports.keys()],
    [
      'daily-summary',
      'drug-indent',
      'hmis-monthly',
      'idsp-p-form',
      'opd-register',
      'patient-flow',
      'patient-summary',
      'stock-expiry',
      'stock-trace',
      'village-coverage',
      'weekly-review',
    ],
  );
  const { labTests, drugs } = loadReference();
  for (const definition of reports.values()) {
    t.match(definition.title.hi, /[\u0900-\u097f]/);
    for (const [key, rule] of reportFigures(definition)) {
      if (!('count' in rule)) continue;
      for (const { where = {} } of [rule, ...(rule.with ?? []), ...(rule.without ?? [])]) {
        for (const test of where.test ?? []) {
          const known = labTests.get(test);
          t.ok(known, `${definition.id} ${key}: test ${test}`);
          const answers = known?.answers.map(({ code }) => code) ?? [];
          t.ok(
            (where.value ?? []).every((value) => answers.includes(value)),
            `${definition.id} ${key}: answers of ${test}`,
          );
        }
        for (const drug of where.drug ?? []) t.ok(drugs.has(drug), `${definition.id} ${key}: drug ${drug}`);
      }
    }
  }
  t.end();
});

t.test('a broken definition is refused by file and place', (t) => {
  const broken = (change: (text: string) => string): FacilityError => {
    const folder = copy(t.testdir());
    edit(join(folder, 'reports', 'hmis-monthly.json'), change);
    try {
      loadReports(folder);
    } catch (error) {
      if (error instanceof FacilityError) return error;
      throw error;
    }
    throw new Error('it loaded');
  };
  t.match(broken((text) => text.replace('"period"', '"perod"')).message, /hmis-monthly\.json.*period/);
  t.match(broken((text) => text.replace('"below": "5y"', '"below": "5 years"')).message, /below/);
  t.match(
    broken((text) => text.replace('"sex": ["male"]', '"sx": ["male"]')).message,
    /sx/,
    'no condition is not "always"',
  );
  t.match(broken((text) => text.replace('"14.2.1":', '"14.2.99":')).message, /14\.2\.99.*no row/);
  t.match(
    broken((text) => text.replace('"sum": ["14.5.1"]', '"sum": ["14.5.9"]')).message,
    /14\.5\.9.*no figure/,
  );
  t.match(broken((text) => text.replace('"left": ["1.1.1"]', '"left": ["1.1.77"]')).message, /1\.1\.77/);
  t.match(
    broken((text) => text.replace('"id": "hmis-monthly"', '"id": "other"')).message,
    /name of the file/,
  );
  t.match(broken((text) => text.slice(0, 200)).message, /hmis-monthly\.json, line/);
  t.equal(broken((text) => text.slice(0, 200)).code, 'bad-input');
  t.end();
});

t.test('an edit of a report or of its list counts without a restart, a broken one does not', (t) => {
  const folder = copy(t.testdir());
  const troubles: unknown[] = [];
  const watched = watchReports({ folder, every: 0, onTrouble: (error) => troubles.push(error) });
  const rows = () => {
    const section = watched.current().get('idsp-p-form')?.sections[0];
    return section?.show === 'counts' ? section.rows : [];
  };
  const before = rows().length;
  edit(join(folder, 'reference', 'pform.tsv'), (text) => `${text}23\tScrub typhus\tस्क्रब टाइफस\tA75.3\t\n`);
  watched.check();
  t.equal(rows().length, before + 1);
  t.match(rows().at(-1)?.rule, { count: 'diagnosis', also: [{ icd10: ['A75.3'] }] });
  edit(join(folder, 'reports', 'idsp-p-form.json'), (text) => text.replace('IDSP P form (weekly)', 'P form'));
  watched.check();
  t.equal(watched.current().get('idsp-p-form')?.title.en, 'P form');
  t.equal(rows().length, before + 1, 'the list’s edit is still there');
  edit(join(folder, 'reports', 'idsp-p-form.json'), (text) => text.replace('"week"', '"fortnight"'));
  watched.check();
  t.equal(watched.current().get('idsp-p-form')?.title.en, 'P form');
  t.ok(troubles.length > 0 && watched.problem());
  watched.close();
  t.end();
});

function copy(folder: string): string {
  for (const part of ['reports', 'reference'])
    cpSync(join(templatesFolder(), part), join(folder, part), { recursive: true });
  return folder;
}

function edit(path: string, change: (text: string) => string): void {
  const text = readFileSync(path, 'utf8');
  const changed = change(text);
  if (changed === text) throw new Error(`nothing changed in ${path}`);
  writeFileSync(path, changed);
}
