import t, { type Test } from 'tap';
import { dayOf, type Day } from '../../records/day.js';
import type { Report } from '../../records/report.js';
import { buildReport } from './build-report.js';
import { makeKnownMonth, type Ill, type TruePerson, type TrueVisit } from './fixtures/known-month.js';
import { traceFigure } from './trace-figure.js';

const month = await makeKnownMonth(20_261_001, 15);
t.teardown(() => month.close());
t.setTimeout(180_000);

type Seen = TrueVisit & { person: TruePerson };
const visits: Seen[] = month.visits.map((visit) => ({
  ...visit,
  person: month.people[visit.who] as TruePerson,
}));

const october = await buildReport('hmis-monthly', '2026-10', month.deps, 'en');

t.test('the monthly HMIS equals a count of what happened', async (t) => {
  for (const [period, first, last] of [
    ['2026-10', '20261001', '20261031'],
    ['2026-11', '20261101', '20261130'],
  ] as const) {
    const report =
      period === '2026-10' ? october : await buildReport('hmis-monthly', period, month.deps, 'en');
    for (const [code, truth] of Object.entries(trueHmis(visits, first, last))) {
      t.equal(cell(report, code, 'count'), truth, `${period} ${code}`);
    }
    t.equal(cell(report, '1.1', 'count'), null, 'what nobody records is blank, not 0');
    t.equal(cell(report, '14.15.1', 'count'), null);
  }
});

t.test('the weekly P form equals a count of what happened', async (t) => {
  const weeks = [
    ['2026-W40', '20260928', '20261004'],
    ['2026-W42', '20261012', '20261018'],
    ['2026-W44', '20261026', '20261101'],
  ] as const;
  for (const [period, first, last] of weeks) {
    const report = await buildReport('idsp-p-form', period, month.deps, 'hi');
    t.same([report.period.from, report.period.to], [first, last], `${period} is Monday to Sunday`);
    for (const [row, ills] of Object.entries(P_ROWS)) {
      const truth = trueRow(ills, row === '18', first, last);
      for (const [column, count] of Object.entries(truth)) {
        t.equal(cell(report, row, column), count, `${period} row ${row} ${column}`);
      }
    }
    const came = new Set(visits.filter(({ day }) => day >= first && day <= last).map(({ who }) => who));
    t.equal(cell(report, '-', 'total'), came.size);
    t.equal(cell(report, '22', 'total'), null, 'what only a person can judge is blank');
  }
});

t.test('the weekly review sets the diseases of a week beside those of the three weeks before', async (t) => {
  const report = await buildReport('weekly-review', '2026-W44', month.deps, 'en');
  const weeks = [
    ['now', '20261026', '20261101'],
    ['before-1', '20261019', '20261025'],
    ['before-2', '20261012', '20261018'],
    ['before-3', '20261005', '20261011'],
  ] as const;
  for (const [column, first, last] of weeks) {
    for (const [row, ills] of Object.entries(P_ROWS)) {
      const truth = trueRow(ills, row === '18', first, last);
      t.equal(cell(report, row, column), truth['total'], `${column} row ${row}`);
    }
    const came = visits.filter(({ day }) => day >= first && day <= last);
    t.equal(cell(report, '-', column), new Set(came.map(({ who }) => who)).size);
  }
  const before = await traceFigure('weekly-review', '2026-W44', '15:before-3', month.deps, 'en');
  t.equal(before.value, cell(report, '15', 'before-3'));
  t.ok(before.records.length > 0);
  for (const id of before.records) {
    const { at } = await month.facility.databases.records.get(id);
    const day = dayOf(at);
    t.ok(day >= '20261005' && day <= '20261011', `${id} was written in that week`);
  }
  t.equal(
    cell(report, 'visits', 'total'),
    visits.filter(({ day }) => day >= '20261026' && day <= '20261101').length,
  );
});

t.test('each figure leads back to the records behind it', async (t) => {
  const tests = await traceFigure('hmis-monthly', '2026-10', '15.2.1', month.deps, 'en');
  t.equal(tests.records.length, tests.value);
  for (const id of tests.records.slice(0, 5)) {
    const record = await month.facility.databases.records.get(id);
    t.ok(record.type === 'lab-result' && record.test === 'HB' && record.corrects !== undefined, id);
  }
  const both = await traceFigure('hmis-monthly', '2026-10', '14.5.3', month.deps, 'en');
  t.ok(both.value && both.records.length === both.value, 'a sum leads to the records of its parts');
  const boys = await traceFigure('idsp-p-form', '2026-W42', '15:male-under5', month.deps, 'en');
  t.ok(boys.records.every((id) => /^visit:BR1042b?:2026\d{4}-\d+:diagnosis:\d+$/.test(id)));
  const blank = await traceFigure('hmis-monthly', '2026-10', '1.1', month.deps, 'hi');
  t.same([blank.value, blank.records], [null, []]);
  await t.rejects(traceFigure('hmis-monthly', '2026-10', '99.9', month.deps, 'en'), { code: 'not-found' });
});

t.test('a month in which nobody came is a month of zeros, and its checks hold', async (t) => {
  const report = await buildReport('hmis-monthly', '2026-02', month.deps, 'en');
  t.equal(report.period.to, '20260228');
  t.equal(cell(report, '14.2.1', 'count'), 0);
  t.ok(checksOf(report).every(({ ok }) => ok));
});

t.test('the checks that fail come first and say what stands against what', (t) => {
  const truth = trueHmis(visits, '20261001', '20261031');
  const failed = checksOf(october).filter(({ ok }) => !ok);
  // The story refers in-patients without a referral, so this one must fail exactly where that happened.
  const inPatients = ['a', 'b', 'c', 'd', 'e'].reduce((sum, band) => sum + (truth[`14.3.3.${band}`] ?? 0), 0);
  const referred = (truth['14.3.5.a'] ?? 0) + (truth['14.3.5.b'] ?? 0);
  t.equal(failed.length > 0 && /14\.3\.3/.test(failed[0]?.text ?? ''), inPatients > referred);
  t.ok(checksOf(october).some(({ detail }) => detail === 'Not recorded here yet: not compared'));
  t.end();
});

function trueHmis(all: Seen[], first: Day, last: Day): Record<string, number> {
  const within = (day: Day) => day >= first && day <= last;
  const came = all.filter(({ day }) => within(day));
  const old = ({ person }: Seen) => person.age !== null && person.age >= 60;
  const little = ({ person }: Seen) => person.age !== null && person.age < 5;
  const tests = all.flatMap((visit) => visit.tests.map((test) => ({ ...test, visit })));
  const done = tests.filter(({ on }) => within(on));
  const hb = done.filter(({ test }) => test === 'HB');
  const answered = (test: string, ...values: string[]) =>
    done.filter((one) => one.test === test && values.includes(String(one.value)));
  const pregnantHb = hb.filter(({ visit }) => visit.person.pregnant);
  const people = (list: { visit: Seen }[]) => new Set(list.map(({ visit }) => visit.who)).size;
  const small = (...ills: Ill[]) => children(all.filter(little), ills, within);
  const diarrhoea: Ill[] = ['diarrhoea', 'dysentery'];
  const treatedWith = (drug: string) =>
    children(
      all.filter((visit) => little(visit) && visit.given.some((given) => given.drug === drug)),
      diarrhoea,
      within,
    );
  const hiv = (fits: (person: TruePerson) => boolean, ...values: string[]) =>
    answered('HIV', ...values).filter(({ visit }) => fits(visit.person)).length;
  const man = ({ sex }: TruePerson) => sex === 'male';
  const woman = ({ sex, pregnant }: TruePerson) => sex === 'female' && !pregnant;
  const beds = all.flatMap((visit) => (visit.bed ? [{ ...visit.bed, visit }] : []));
  const admitted = beds.filter((bed) => within(bed.in));
  const left = (how: string) => beds.filter((bed) => bed.how === how && bed.out !== null && within(bed.out));
  const sent = all
    .flatMap((visit) => visit.sentAway.map((one) => ({ ...one, visit })))
    .filter(({ on }) => within(on));
  const widal = done.filter(({ test }) => test.startsWith('WIDAL'));
  const sti = (sex: string) =>
    new Set(
      all
        .filter(
          ({ person, ills }) =>
            person.sex === sex &&
            ills.some((one) => one.ill === 'discharge' && !one.takenBack && within(one.writtenOn)),
        )
        .map(({ who }) => who),
    ).size;
  return {
    '14.2.1': came.length,
    '14.1.1.a': came.filter((visit) => old(visit) && visit.firstTime).length,
    '14.1.1.b': came.filter(old).length,
    '14.5.1': came.filter(({ emergency }) => emergency).length,
    '14.5.2': came.filter(({ emergency, minute }) => emergency && (minute >= 1_200 || minute < 480)).length,
    '14.5.3': came.filter(({ emergency }) => emergency).length,
    '15.1.1': done.length,
    '15.2.1': hb.length,
    '15.2.2': hb.filter(({ value }) => Number(value) < 7).length,
    '1.4.2': people(pregnantHb),
    '1.4.3': people(pregnantHb.filter(({ value }) => Number(value) > 7 && Number(value) < 11)),
    '1.4.4': people(pregnantHb.filter(({ value }) => Number(value) <= 7)),
    '11.1.1.a': answered('MPS', 'neg', 'Pv', 'Pf', 'mixed').length,
    '11.1.1.b': answered('MPS', 'Pv').length,
    '11.1.2.a': answered('MRDT', 'neg', 'Pv', 'Pf', 'mixed').length,
    '11.1.2.c': answered('MRDT', 'Pf').length,
    '11.1.2.d': answered('MRDT', 'mixed').length,
    '15.3.x/M': hiv(man, 'reactive', 'nonreactive'),
    '15.3.x/M+': hiv(man, 'reactive'),
    '15.3.x/F': hiv(woman, 'reactive', 'nonreactive'),
    '15.3.x/P': hiv(({ pregnant }) => pregnant, 'reactive', 'nonreactive'),
    '15.3.x/T': hiv(({ sex }) => sex === 'other', 'reactive', 'nonreactive'),
    '15.5.1': new Set(widal.map(({ visit }) => visit)).size,
    '15.5.2': new Set(widal.filter(({ value }) => value === '1:160').map(({ visit }) => visit)).size,
    '10.1.1': small('pneumonia'),
    '10.1.2': small('asthma'),
    '10.1.7': small('tuberculosis'),
    '10.1.8': small('weakLegs'),
    '10.1.9': small('measles'),
    '10.1.10': small('malariaPf', 'malariaClinical'),
    '10.1.11': small(...diarrhoea),
    '10.1.12': treatedWith('ors-sachet'),
    '10.1.13': treatedWith('zinc-sulphate-dt-20mg'),
    '7.1.1.a': sti('male'),
    '7.1.2.a': sti('female'),
    '8.13': all
      .flatMap(({ given }) => given)
      .filter(({ drug, on }) => drug === 'condom' && within(on))
      .reduce((sum, { units }) => sum + units, 0),
    '14.3.5.a': sent.filter(({ night }) => !night).length,
    '14.3.5.b': sent.filter(({ night }) => night).length,
    '14.5.4': sent.filter(({ visit }) => visit.emergency).length,
    '14.3.7.a': left('left').length,
    ...inBands('14.3.1', admitted),
    ...inBands('14.3.2', left('recovered')),
    ...inBands('14.3.3', left('referred')),
    ...inBands('14.3.4', left('died')),
  };
}

/** Children with one of these, each once. */
function children(among: Seen[], ills: Ill[], within: (day: Day) => boolean): number {
  const ill = among.filter((visit) =>
    visit.ills.some((one) => ills.includes(one.ill) && !one.takenBack && within(one.writtenOn)),
  );
  return new Set(ill.map(({ who }) => who)).size;
}

function inBands(code: string, beds: { visit: Seen }[]): Record<string, number> {
  const count = (sex: string | null, from: number, below: number) =>
    beds.filter(({ visit: { person } }) => {
      const { age } = person;
      return age !== null && age >= from && age < below && (sex === null || person.sex === sex);
    }).length;
  return {
    [`${code}.a`]: count('male', 0, 18),
    [`${code}.b`]: count('male', 18, 60),
    [`${code}.c`]: count('female', 0, 18),
    [`${code}.d`]: count('female', 18, 60),
    [`${code}.e`]: count(null, 60, 999),
  };
}

/** Rows of the printed P form by the plain names of what happened. */
const P_ROWS: Record<string, Ill[]> = {
  1: ['diarrhoea'],
  2: ['dysentery'],
  3: ['hepatitis'],
  4: ['typhoid'],
  5: ['malariaPf', 'malariaClinical'],
  6: ['dengue'],
  7: [],
  10: ['measles'],
  13: ['chickenpox'],
  14: ['fever'],
  15: ['cold', 'cough'],
  16: ['pneumonia'],
  18: ['weakLegs'],
  19: ['dogBite'],
  20: ['snakeBite'],
  21: ['kalaAzar'],
};

function trueRow(ills: Ill[], childrenOnly: boolean, first: Day, last: Day): Record<string, number> {
  const cases = visits.filter(
    (visit) =>
      (!childrenOnly || (visit.person.age !== null && visit.person.age < 15)) &&
      visit.ills.some(
        ({ ill, takenBack, writtenOn }) =>
          ills.includes(ill) && !takenBack && writtenOn >= first && writtenOn <= last,
      ),
  );
  const patients = [...new Map(cases.map(({ who, person }) => [who, person])).values()];
  const of = (sex: string, young: boolean) =>
    patients.filter((person) => person.sex === sex && person.age !== null && person.age < 5 === young).length;
  return {
    'male-under5': of('male', true),
    'male-5up': of('male', false),
    'female-under5': of('female', true),
    'female-5up': of('female', false),
    total: patients.length,
  };
}

function cell(report: Report, figure: string, column: string): string | number | null | undefined {
  for (const section of report.sections) {
    if (section.kind !== 'table') continue;
    const row = section.rows.find((one) => one.figure === figure);
    if (row) return row.cells[column];
  }
  return undefined;
}

function checksOf(report: Report) {
  return report.sections.flatMap((section) => (section.kind === 'checks' ? section.checks : []));
}

t.test('the story is a hard one: it has what is easily miscounted', (t: Test) => {
  const over = (check: (visit: Seen) => boolean) => visits.filter(check).length;
  t.ok(
    over(({ day, minute }) => day === '20261031' && minute > 1_400) > 0,
    'a visit over the month’s last midnight',
  );
  t.ok(over(({ person }) => person.age === null) > 0, 'unknown ages');
  t.ok(over(({ person }) => person.sex === 'other') > 0, 'a third sex');
  t.ok(over(({ ills }) => ills.some(({ takenBack }) => takenBack)) > 0, 'diagnoses that were taken back');
  t.ok(
    over(({ day, bed }) => day < '20261101' && bed?.out !== null && (bed?.out ?? '') > '20261031') > 0,
    'a discharge in the month after',
  );
  t.end();
});
