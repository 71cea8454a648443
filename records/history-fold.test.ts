import t from 'tap';
import { addDays, type Day } from './day.js';
import { DAY, PATIENT, ScriptedLedger } from './fixtures/scripted-ledger.js';
import { foldHistory, type HistoryRules } from './history-fold.js';
import { visitOf } from './ids.js';
import { foldPatient } from './patient-fold.js';
import { foldVisit } from './visit-fold.js';

const fever = { code: 'R50.9', text: { hi: 'बुखार', en: 'Fever' }, certainty: 'provisional' };
const pressure = { code: 'I10', text: { hi: 'उच्च रक्तचाप', en: 'Hypertension' }, certainty: 'confirmed' };
const eclampsia = { code: 'O15.9', text: { hi: 'एक्लेम्पसिया', en: 'Eclampsia' }, certainty: 'confirmed' };

class Years extends ScriptedLedger {
  come(day: Day, ...diagnoses: object[]): string {
    const visit = this.clock('10:00', day).visit('doctor', { patient: PATIENT, reason: 'weak' });
    for (const diagnosis of diagnoses) this.part(visit, 'diagnosis', 'diagnosis', diagnosis);
    return visit;
  }
  prescribe(visit: string, name: string, days: number, fields: object = {}): string {
    const dose = { pattern: '1-0-0', amount: 1, unit: 'tablet', days };
    const lines = [{ line: 1, drug: name, name, dose, quantity: days }];
    return this.part(visit, 'prescription', 'rx', { lines, ...fields })._id;
  }
  test(visit: string, test: string, value: number | string, fields: object = {}): void {
    const order = this.part(visit, 'lab-order', 'lab-order', { tests: [test] })._id;
    this.part(visit, 'lab-result', 'lab-result', {
      order,
      test,
      value,
      unit: 'g/dL',
      flag: 'normal',
      ...fields,
    });
  }
  history(words?: HistoryRules['words']) {
    const patient = new ScriptedLedger();
    patient.write('patient', PATIENT, { name: 'Sunita', sex: 'female' });
    const visits = [...new Set(this.records.map(({ _id }) => visitOf(_id)))];
    const views = visits.map((visit) => foldVisit(this.records.filter(({ _id }) => visitOf(_id) === visit)));
    const rules = { today: DAY, highRisk: new Set(['O15.9']), highRiskDays: 322, ...(words && { words }) };
    return foldHistory(foldPatient(patient.records), views.reverse(), rules);
  }
}

const ago = (days: number) => addDays(DAY, -days);

t.test('a medicine that was brought back is taken no more from that day on', async (t) => {
  const years = new Years();
  const visit = years.come(ago(6));
  const rx = years.prescribe(visit, 'a', 30);
  const give = (quantity: number) =>
    years.part(visit, 'dispense', 'dispense', {
      prescription: rx,
      lines: [{ line: 1, drug: 'a', batch: 'A', quantity }],
    })._id;
  const bring = (dispense: string, quantity: number) =>
    years.part(visit, 'dispense-return', 'return', {
      ...{ dispense, reason: 'side-effect', lines: [{ drug: 'a', batch: 'A', quantity }] },
    });
  const [first, second] = [give(20), give(10)];
  years.clock('10:00', ago(2));
  bring(first, 20);
  t.match(years.history().currentMedicines, [{ to: addDays(ago(6), 29), returned: [{ quantity: 20 }] }]);
  bring(second, 10);
  t.same(years.history().currentMedicines, []);
  t.match(years.history().medicines, [{ to: ago(2), current: false, dispensed: 30 }]);
});

t.test('an ongoing diagnosis is a problem until it is marked as over', async (t) => {
  const years = new Years();
  years.come(ago(90), { ...pressure, ongoing: true }, fever);
  years.come(ago(60), { text: { hi: 'कमर दर्द', en: 'Back pain' }, certainty: 'provisional', ongoing: true });
  years.come(ago(30), pressure);
  t.match(years.history().problems, [
    { code: 'I10', since: ago(90), last: ago(30), resolved: null },
    { code: null, text: { en: 'Back pain' } },
  ]);
  years.come(ago(1), { ...pressure, ongoing: false });
  t.same(
    years.history().problems.map(({ text }) => text.en),
    ['Back pain'],
  );
  t.match(years.history().resolvedProblems, [{ code: 'I10', since: ago(90), resolved: ago(1) }]);
});

t.test('a problem that comes back is open again from then', async (t) => {
  const years = new Years();
  for (const [days, ongoing] of [[90, true], [60, false], [30, true]] as const) {
    years.come(ago(days), { ...pressure, ongoing });
  } // prettier-ignore
  t.match(years.history().problems, [{ since: ago(30), resolved: null }]);
  t.same(years.history().resolvedProblems, []);
});

t.test('medicines show their course, and those that still run are current', async (t) => {
  const years = new Years();
  years.prescribe(years.come(ago(40)), 'pcm', 5);
  years.prescribe(years.come(ago(4)), 'amox', 5);
  const { medicines, currentMedicines } = years.history();
  t.match(medicines, [
    { name: 'amox', from: ago(4), to: DAY, current: true },
    { name: 'pcm', from: ago(40), to: ago(36), current: false },
  ]);
  t.same(
    currentMedicines.map(({ name }) => name),
    ['amox'],
  );
});

t.test("a later visit's prescription that supersedes an earlier one ends its course", async (t) => {
  const years = new Years();
  const supersedes = years.prescribe(years.come(ago(10)), 'amlodipine', 30);
  years.prescribe(years.come(ago(2)), 'atenolol', 30, { supersedes });
  const { medicines } = years.history();
  t.match(medicines, [
    { name: 'atenolol', current: true },
    { name: 'amlodipine', to: ago(2), current: false },
  ]);
});

t.test('tests show dated values with a trend where two numbers can be compared', async (t) => {
  const years = new Years();
  years.test(years.come(ago(60)), 'HB', 9);
  const visit = years.come(ago(2));
  years.test(visit, 'HB', 10.5, { flag: 'low' });
  years.test(visit, 'MP', 'negative');
  t.match(years.history().tests, [
    { test: 'MP', trend: null },
    {
      test: 'HB',
      trend: 'up',
      values: [
        { day: ago(60), value: 9 },
        { day: ago(2), value: 10.5, flag: 'low' },
      ],
    },
  ]);
  years.test(years.come(DAY), 'HB', 105, { unit: 'g/L' });
  t.match(years.history().tests[0], { test: 'HB', trend: null }, 'another unit');
});

t.test('an admission is open until a discharge, which may be written under a later visit', async (t) => {
  const years = new Years();
  years.part(years.come(ago(20)), 'admission', 'admission', { action: 'admit', reason: 'delivery' });
  t.match(years.history().admissions, [{ admitted: ago(20), discharged: null, reason: 'delivery' }]);
  years.part(years.come(ago(18)), 'admission', 'admission', { action: 'discharge', outcome: 'recovered' });
  t.match(years.history().admissions, [{ discharged: ago(18), outcome: 'recovered' }]);
});

t.test('each visit is one line, the newest first', async (t) => {
  const years = new Years();
  years.come(ago(90));
  const second = years.come(ago(60));
  years.part(second, 'consultation', 'consultation', { complaints: [{ text: 'cough' }, { text: 'cold' }] });
  years.prescribe(years.come(ago(30), fever, pressure), 'pcm', 3);
  t.same(
    years.history().visits.map(({ day, summary }) => [day, summary.hi]),
    [
      [ago(30), 'बुखार, उच्च रक्तचाप · pcm'],
      [ago(60), 'cough, cold'],
      [ago(90), 'weak'],
    ],
  );
});

t.test('unacknowledged critical results and a recent high-risk pregnancy are alerts', async (t) => {
  const years = new Years();
  years.come(ago(400), eclampsia);
  t.same(years.history().alerts, [], 'that pregnancy is over');
  years.come(ago(100), eclampsia);
  years.test(years.come(ago(2)), 'HB', 5, { flag: 'critical' });
  t.match(years.history().alerts, [
    { kind: 'critical-result', day: ago(2), result: { test: 'HB', value: 5 } },
    { kind: 'high-risk', code: 'O15.9', day: ago(100) },
  ]);
});

t.test('a visit’s line is in one language where the lists have the words', async (t) => {
  const years = new Years();
  const visit = years.come(ago(60));
  years.part(visit, 'consultation', 'consultation', { complaints: [{ text: 'खाँसी' }, { text: 'अपने शब्द' }] });
  years.prescribe(visit, 'pcm', 3);
  const listed = { pcm: { hi: 'पैरासिटामोल', en: 'Paracetamol' }, खाँसी: { hi: 'खाँसी', en: 'Cough' } };
  const find = (key: string) => new Map(Object.entries(listed)).get(key);
  t.same(
    years.history({ drug: find, complaint: find }).visits.map(({ summary }) => summary),
    [{ hi: 'खाँसी, अपने शब्द · पैरासिटामोल', en: 'Cough, अपने शब्द · Paracetamol' }],
  );
});
