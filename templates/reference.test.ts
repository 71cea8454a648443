import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { FacilityError } from '../records/facility-error.js';
import { loadReference, referenceFolder, watchReference } from './reference.js';
import { readTable } from './reference-table.js';

const reference = loadReference();
const devanagari = /\p{Script=Devanagari}/u;

t.test('every list is there, and every name is in Hindi and in English', (t) => {
  t.equal(reference.drugs.size, 209);
  t.equal(reference.diagnoses.size, 217);
  t.equal(reference.labTests.size, 84);
  t.ok(reference.complaints.size >= 60);
  t.ok(reference.advice.size >= 25);
  const { drugs, diagnoses, labTests, complaints, advice } = reference;
  for (const list of [drugs, diagnoses, labTests, complaints, advice]) {
    for (const { code, name } of list.values()) {
      t.match(name.hi, devanagari, code);
      t.notMatch(name.en, devanagari, code);
      t.equal(name.hi, name.hi.normalize('NFC'), code);
    }
  }
  t.end();
});

t.test('a drug has its code, unit, dose unit and Hindi name as they are printed', (t) => {
  t.match(reference.drugs.get('paracetamol-tab-500mg'), {
    name: { hi: 'पैरासिटामोल 500 मि.ग्रा. गोली', en: 'Paracetamol 500 mg tablet' },
    unit: 'tablet',
    doseUnit: 'tablet',
    perPack: 1,
    doseMg: 500,
  });
  t.match(reference.drugs.get('paracetamol-syrup-125mg-5ml'), {
    unit: 'bottle',
    doseUnit: 'ml',
    perPack: 60,
    doseMg: 25,
  });
  t.match(reference.drugs.get('diazepam-tab-5mg'), { flags: ['ndps', 'controlled'] });
  t.end();
});

t.test('every number test can be judged, every coded one has a normal answer', (t) => {
  for (const test of reference.labTests.values()) {
    if (test.kind === 'number') t.ok(test.ranges.length > 0 && test.plausible, test.code);
    else
      t.ok(
        test.answers.some((answer) => answer.flag === 'normal'),
        test.code,
      );
  }
  t.end();
});

t.test('the lists for later work are whole tables', (t) => {
  const count = (file: string, columns: string[]) => readTable(join(referenceFolder(), file), columns).length;
  t.equal(count('immunisation.tsv', ['vaccine', 'dose', 'due', 'hmis_item']), 33);
  t.equal(count('pform.tsv', ['no', 'condition', 'hindi', 'icd10', 'below']), 23);
  t.equal(count('hmis-items.tsv', ['code', 'name', 'hindi', 'derive_from']), 228);
  t.end();
});

t.test('people find by words in either script, however spelled', (t) => {
  const first = (found: { code: string }[]) => found[0]?.code;
  for (const typed of ['bukhar', 'bukhaar', 'बुखार', 'fever', 'FEVER ', 'R50']) {
    t.equal(first(reference.searchDiagnoses(typed)), 'R50.9', typed);
  }
  for (const typed of ['khansi', 'khaansi', 'खांसी', 'खाँसी', 'cough']) {
    t.equal(first(reference.searchComplaints(typed)), 'cough', typed);
  }
  for (const typed of ['paracetamol 500', 'paracetmol 500', 'पैरासिटामोल 500', '500mg para', 'crocin']) {
    t.equal(first(reference.searchDrugs(typed)), 'paracetamol-tab-500mg', typed);
  }
  for (const typed of ['haemoglobin', 'hemoglobin', 'hb', 'हीमोग्लोबिन']) {
    t.equal(first(reference.searchTests(typed)), 'HB', typed);
  }
  t.equal(first(reference.searchDiagnoses('malria')), 'B51.9');
  t.equal(first(reference.searchDiagnoses('peshab me jalan')), 'N39.0');
  t.equal(first(reference.searchComplaints('jodon me dard')), 'joint-pain');
  t.end();
});

t.test('every entry is found by its whole name in both scripts', (t) => {
  for (const diagnosis of reference.diagnoses.values()) {
    for (const name of [diagnosis.name.hi, diagnosis.name.en]) {
      t.ok(reference.searchDiagnoses(name).includes(diagnosis), `${diagnosis.code} ${name}`);
    }
  }
  for (const drug of reference.drugs.values()) {
    for (const name of [drug.name.hi, drug.name.en]) {
      t.ok(reference.searchDrugs(name, 300).includes(drug), `${drug.code} ${name}`);
    }
  }
  t.end();
});

t.test('a search for nothing, or for nonsense, finds nothing', (t) => {
  for (const typed of ['', '   ', '!!', '<script>', 'qqqqzzzz', '😀', 'x'.repeat(10_000)]) {
    t.same(reference.searchDrugs(typed), [], typed.slice(0, 20));
  }
  t.equal(reference.searchDrugs('a').length, 20);
  t.equal(reference.searchDrugs('a', 3).length, 3);
  t.end();
});

function copy(t: Test): string {
  const folder = t.testdir();
  cpSync(referenceFolder(), folder, { recursive: true });
  return folder;
}

function edit(folder: string, file: string, from: string, to: string): void {
  const path = join(folder, file);
  const before = readFileSync(path, 'utf8');
  if (!before.includes(from)) throw new Error(`${file} has no ${from}`);
  writeFileSync(`${path}.new`, before.replace(from, to));
  renameSync(`${path}.new`, path);
}

t.test('bad data is refused with file, line and column', (t) => {
  const cases: [file: string, from: string, to: string, message: RegExp][] = [
    [
      'drugs.tsv',
      'tablet\ttablet\t1\tkeep',
      'tablet\ttablet\tone\tkeep',
      /^drugs\.tsv, line 2, column per_pack: “one”/,
    ],
    [
      'drugs.tsv',
      'paracetamol-tab-650mg',
      'paracetamol-tab-500mg',
      /^drugs\.tsv, line 3, column code: .*second time/,
    ],
    ['drugs.tsv', 'tablet\ttablet\t1', 'tabs\ttablet\t1', /line 2, column unit: “tabs” is no unit/],
    ['drugs.tsv', 'पैरासिटामोल', '\uFFFD', /line 2, column hindi: holds broken letters/],
    ['drugs.tsv', 'code\tenglish', 'code\tenglisch', /line 1, column english: the column is missing/],
    [
      'drug-cautions.tsv',
      'Ibuprofen\tnsaid',
      'Ibuprofen\tnsaids',
      /line 3, column families: “nsaids” is no family/,
    ],
    ['lab-ranges.tsv', 'HB\tany', 'HBB\tany', /^lab-ranges\.tsv, line 2, column test: no such test/],
    ['lab-ranges.tsv', '13.5\t21.5', '21.5\t13.5', /line 2, column high: is less than low/],
    ['lab-ranges.tsv', 'g/dL', 'g/L', /line 2, column unit: lab-tests\.tsv says “g\/dL”/],
    [
      'lab-tests.tsv',
      'CBC\tblood\tnumber',
      'CBC\tblood\tnumeric',
      /line 2, column kind: “numeric” is none of number, coded/,
    ],
    ['diagnoses.tsv', 'J06.9\t', '\t', /^diagnoses\.tsv, line 2, column code: must not be empty/],
    ['dose-patterns.json', '"perDay": 1', '"perDay": 0', /^dose-patterns\.json, patterns\.0\.perDay/],
    ['dose-patterns.json', '["morning"]', '["dawn"]', /no words for the time “dawn”/],
    ['vitals.json', '"plausible": [30, 43]', '"plausible": [43, 30]', /^vitals\.json, fields\.0\.plausible/],
    ['units.json', '{\n', '{\n,', /^units\.json, line 2/],
  ];
  for (const [file, from, to, message] of cases) {
    const folder = copy(t);
    edit(folder, file, from, to);
    t.throws(
      () => loadReference(folder),
      { name: 'FacilityError', code: 'bad-input', message },
      `${file} ${to}`,
    );
  }
  const folder = copy(t);
  rmSync(join(folder, 'advice.tsv'));
  t.throws(() => loadReference(folder), { code: 'bad-input', message: /advice\.tsv/ });
  t.end();
});

t.test('a list that a spreadsheet saved reads the same', (t) => {
  const folder = copy(t);
  const path = join(folder, 'complaints.tsv');
  const plain = readFileSync(path, 'utf8');
  writeFileSync(
    path,
    `\uFEFF${plain.replaceAll('\n', '\r\n').replace('fever\tFever', '"fever"\t"Fever"')}\r\n\r\n`,
  );
  t.same([...loadReference(folder).complaints], [...reference.complaints]);
  t.end();
});

t.test('an edit counts without a restart; a broken one keeps the lists and says why', (t) => {
  const folder = copy(t);
  const troubles: unknown[] = [];
  const watched = watchReference({ folder, every: 0, onTrouble: (error) => troubles.push(error) });
  t.teardown(() => watched.close());
  const before = watched.current();
  t.notOk(watched.check());
  t.equal(watched.current(), before);

  edit(folder, 'complaints.tsv', 'Fever\t', 'Hot body\t');
  t.ok(watched.check());
  t.equal(watched.current().complaints.get('fever')?.name.en, 'Hot body');

  edit(folder, 'complaints.tsv', 'Hot body\t', '\t');
  t.notOk(watched.check());
  t.equal(watched.current().complaints.get('fever')?.name.en, 'Hot body');
  t.match(watched.problem(), { message: /complaints\.tsv, line 2, column english/ });
  t.notOk(watched.check(), 'the same fault is told once');
  t.equal(troubles.length, 1);
  t.ok(troubles[0] instanceof FacilityError);

  edit(folder, 'complaints.tsv', 'fever\t\t', 'fever\tFever\t');
  t.ok(watched.check());
  t.equal(watched.problem(), null);
  t.equal(watched.current().complaints.get('fever')?.name.en, 'Fever');
  t.end();
});

t.test('the running watch notices an edit by itself', async (t) => {
  const folder = copy(t);
  const watched = watchReference({ folder, every: 10 });
  t.teardown(() => watched.close());
  edit(folder, 'advice.tsv', 'Rest at home', 'Stay in bed');
  while (watched.current().advice.get('rest')?.name.en !== 'Stay in bed') {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  t.pass();
});
