import t from 'tap';
import { isoDate } from '../../records/day.js';
import { printedPatientId } from '../../records/ids.js';
import type { Report, ReportSection } from '../../records/report.js';
import { reportCsv } from '../../records/reports/report-csv.js';
import { figuresHash } from '../../templates/print/report/figures-hash.js';
import { buildReport } from './build-report.js';
import { makeKnownMonth } from './fixtures/known-month.js';
import { listReports } from './list-reports.js';
import { traceFigure } from './trace-figure.js';

const month = await makeKnownMonth(7, 12);
t.teardown(() => month.close());
t.setTimeout(180_000);
const { deps, facility, visits, people } = month;

t.test('every report comes in both languages, whole, and as CSV', async (t) => {
  const patient = printedPatientId(facility.patients.findById('1')?.id ?? '');
  for (const { id, period } of listReports(deps, 'hi')) {
    const typed = { day: '2026-11-12', week: '2026-W45', month: '2026-10', range: '2026-10', patient }[
      period
    ];
    const hashes = new Set<string>();
    for (const language of ['hi', 'en'] as const) {
      const report = await buildReport(id, typed, deps, language);
      t.match(report, { id, facility: language === 'hi' ? 'रामपुर' : 'Rampur', box: 'BR1042b' });
      t.ok(report.sections.length > 0, `${id} has sections`);
      t.notMatch(JSON.stringify(report), /reports\.|undefined|NaN/, `${id} has words for everything`);
      for (const section of report.sections) checkTable(section);
      t.ok(reportCsv(report).split('\r\n').length > 4);
      hashes.add(figuresHash(report));
    }
    t.equal(hashes.size, 1, `${id} is known by the same hash in both`);
  }
  function checkTable(section: ReportSection): void {
    if (section.kind === 'plot')
      t.ok(section.series.every(({ values }) => values.length === section.labels.length));
    if (section.kind !== 'table') return;
    const keys = new Set(section.columns.map(({ key }) => key));
    t.ok(section.rows.every(({ cells }) => Object.keys(cells).every((key) => keys.has(key))));
  }
});

t.test(
  'the register has one line a visit in order of tokens, from both ledgers of a replaced box',
  async (t) => {
    for (const day of ['20261014', '20261019']) {
      const register = await buildReport('opd-register', isoDate(day), deps, 'en');
      const rows = rowsOf(register, 0);
      const truth = visits.filter((visit) => visit.day === day);
      t.equal(rows.length, truth.length);
      t.same(
        rows.map(({ cells }) => cells['token']),
        truth.map((_, index) => index + 1),
      );
      t.equal(rows[0]?.cells['name'], `Person ${truth[0]?.who}`);
      const total = rowsOf(register, 1).find(({ figure }) => figure === 'visits');
      t.equal(total?.cells['total'], truth.length);
    }
  },
);

t.test('the indent counts what was given in its days', async (t) => {
  const report = await buildReport('drug-indent', '', deps, 'en');
  const first = '20260824';
  for (const item of ['paracetamol-tab-500mg', 'ors-sachet']) {
    const given = visits
      .flatMap(({ given }) => given)
      .filter(({ drug, on }) => drug === item && on >= first)
      .reduce((sum, { units }) => sum + units, 0);
    const row = rowsOf(report, 0).find(({ figure }) => figure === item);
    t.equal(row?.cells['consumed'], given, item);
    t.equal(row?.cells['order'], 0, 'there is enough');
  }
});

t.test('a balance leads to its movements in both ledgers, a line of the register to its visit', async (t) => {
  const item = await traceFigure('stock-expiry', '', 'ors-sachet', deps, 'hi');
  const boxes = new Set(item.records.map((id) => id.split(':')[1]));
  t.same([...boxes], ['BR1042', 'BR1042b']);
  const changes = await Promise.all(item.records.map((id) => facility.databases.records.get(id)));
  const sum = changes.reduce((total, record) => total + (record.type === 'stock' ? record.change : 0), 0);
  t.equal(item.value, sum);
  const visit = await traceFigure('opd-register', '2026-10-14', 'visit:BR1042:20261014-001', deps, 'en');
  t.equal(visit.records[0], 'visit:BR1042:20261014-001');
  for (const figure of ['visit:BR1042:20261014-999', 'no-such-item'])
    await t.rejects(traceFigure('opd-register', '', figure, deps, 'en'), { code: 'not-found' });
});

t.test('the weekly review says how the week went and how full the monthly form is', async (t) => {
  const report = await buildReport('weekly-review', '2026-W45', deps, 'en');
  const truth = visits.filter(({ day }) => day >= '20261102' && day <= '20261108');
  const footfall = rowsOf(report, 0).find(({ figure }) => figure === 'visits');
  t.equal(footfall?.cells['total'], truth.length);
  const trend = report.sections.find((section) => section.kind === 'plot');
  t.equal(
    trend?.series.flatMap(({ values }) => values).reduce<number>((sum, value) => sum + (value ?? 0), 0),
    truth.length,
  );
  const noAge = new Set(truth.filter(({ who }) => people[who]?.age === null).map(({ who }) => who)).size;
  const quality = report.sections.flatMap((one) => (one.kind === 'table' ? one.rows : []));
  t.equal(quality.find(({ figure }) => figure === 'no-age')?.cells['count'], noAge);
  const open = quality.find(({ figure }) => figure === 'open');
  t.equal(open?.cells['count'], truth.filter(({ ended }) => !ended).length);
  t.ok(
    report.sections.some(
      (one) => one.kind === 'facts' && one.facts.some(({ value }) => /of 228/.test(value)),
    ),
  );
});

t.test('the weekly review says when the last backup was, or that there is none', async (t) => {
  const health = { isOld: false, hasKey: true, isRunning: false };
  for (const [lastAt, said] of [
    ['2026-11-09T13:05:00.000Z', /9 Nov, 18:35/],
    [null, /^none$/],
  ] as const) {
    const backups = () => ({ ...health, lastAt });
    const { sections } = await buildReport('weekly-review', '2026-W45', { ...deps, backups }, 'en');
    const facts = sections.flatMap((section) => (section.kind === 'facts' ? section.facts : []));
    t.match(facts.find(({ label }) => label === 'Last backup')?.value, said);
  }
});

t.test('notes say what is blank, uncertain or still growing', async (t) => {
  const running = await buildReport('hmis-monthly', '2026-11', deps, 'en');
  t.ok(running.notes.includes('This period is not over yet: the figures may grow.'));
  t.ok(running.notes.some((note) => /rows are blank/.test(note)));
  const over = await buildReport('hmis-monthly', '2026-10', deps, 'en');
  t.notOk(over.notes.includes('This period is not over yet: the figures may grow.'));
});

t.test('a patient’s summary is of that patient alone', async (t) => {
  const person = facility.patients.findById('3');
  const number = printedPatientId(person?.id ?? '');
  const report = await buildReport('patient-summary', number.toLowerCase().replaceAll('-', ' '), deps, 'en');
  const facts = report.sections[0]?.kind === 'facts' ? report.sections[0].facts : [];
  t.same(facts.find(({ label }) => label === 'Name')?.value, person?.name);
  t.same(facts.find(({ label }) => label === 'Patient no.')?.value, number);
  const others = JSON.stringify(report).match(/Person \d+/g) ?? [];
  t.ok(others.every((name) => name === person?.name));
  t.ok(JSON.stringify(report).includes('No allergy recorded'));
});

t.test('an unknown report, a wrong period and a wrong patient are refused by their field', async (t) => {
  const wrong = [
    ['hmis', '2026-10', 'not-found', 'report'],
    ['hmis-monthly', '2026-10-01', 'bad-input', 'period'],
    ['hmis-monthly', '2027-01', 'bad-input', 'period'],
    ['patient-summary', 'BR1042-000001-?', 'bad-input', 'period'],
  ] as const;
  for (const [id, period, code, field] of wrong)
    await t.rejects(buildReport(id, period, deps, 'hi'), { code, fields: [{ field }] }, `${id} ${period}`);
});

function rowsOf(report: Report, index: number) {
  const tables = report.sections.flatMap((section) => (section.kind === 'table' ? [section] : []));
  return tables[index]?.rows ?? [];
}
