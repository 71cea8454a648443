import t from 'tap';
import { loadReference } from '../templates/reference.js';
import { flagLabResult, type WhoseResult } from './lab-flag.js';

const { labTests } = loadReference();
const YEAR = 365.25;
const MAN: WhoseResult = { ageDays: 40 * YEAR, sex: 'male' };
const WOMAN: WhoseResult = { ageDays: 30 * YEAR, sex: 'female' };
const PREGNANT: WhoseResult = { ...WOMAN, pregnant: true };
const child = (ageDays: number): WhoseResult => ({ ageDays, sex: 'female' });

function judge(code: string, value: number | string, whose: WhoseResult) {
  const test = labTests.get(code);
  if (!test) throw new Error(code);
  return flagLabResult(test, value, whose);
}

t.test('results are flagged by age, sex and pregnancy', (t) => {
  const table: [string, number, WhoseResult, string, string][] = [
    ['HB', 13, MAN, 'normal', '13.0–17.0 g/dL'],
    ['HB', 12.9, MAN, 'low', '13.0–17.0 g/dL'],
    ['HB', 17.1, MAN, 'high', '13.0–17.0 g/dL'],
    ['HB', 12, WOMAN, 'normal', '12.0–15.0 g/dL'],
    ['HB', 11.9, WOMAN, 'low', '12.0–15.0 g/dL'],
    ['HB', 11, PREGNANT, 'normal', '≥ 11.0 g/dL'],
    ['HB', 10.9, PREGNANT, 'low', '≥ 11.0 g/dL'],
    ['HB', 7, PREGNANT, 'low', '≥ 11.0 g/dL'],
    ['HB', 6.9, PREGNANT, 'critical', '≥ 11.0 g/dL'],
    ['HB', 6.9, MAN, 'critical', '13.0–17.0 g/dL'],
    ['HB', 11, child(400), 'normal', '≥ 11.0 g/dL'],
    ['HB', 11.4, child(6 * 366), 'low', '≥ 11.5 g/dL'],
    ['HB', 11.9, child(13 * 366), 'low', '≥ 12.0 g/dL'],
    ['HB', 12, child(5), 'low', '13.5–21.5 g/dL'],
    ['HB', 11, { ...child(13 * 366), pregnant: true }, 'normal', '≥ 11.0 g/dL'],
    ['WBC', 25, child(5), 'normal', '9.0–30.0 10^3/uL'],
    ['WBC', 25, child(800), 'high', '5.0–15.0 10^3/uL'],
    ['WBC', 30.1, MAN, 'critical', '4.0–11.0 10^3/uL'],
    ['WBC', 1.9, MAN, 'critical', '4.0–11.0 10^3/uL'],
    ['PLT', 20, MAN, 'low', '150–450 10^3/uL'],
    ['PLT', 19, MAN, 'critical', '150–450 10^3/uL'],
    ['FBS', 99, MAN, 'normal', '70–99 mg/dL'],
    ['FBS', 100, MAN, 'high', '70–99 mg/dL'],
    ['FBS', 54, MAN, 'low', '70–99 mg/dL'],
    ['FBS', 53, MAN, 'critical', '70–99 mg/dL'],
    ['FBS', 401, MAN, 'critical', '70–99 mg/dL'],
    ['PPBS', 139, MAN, 'normal', '< 140 mg/dL'],
    ['PPBS', 140, MAN, 'high', '< 140 mg/dL'],
    ['HBA1C', 5.6, MAN, 'normal', '< 5.7 %'],
    ['HBA1C', 5.7, MAN, 'high', '< 5.7 %'],
    ['CREAT', 0.8, child(800), 'high', '0.3–0.7 mg/dL'],
    ['CREAT', 1.2, MAN, 'normal', '0.7–1.3 mg/dL'],
    ['CREAT', 1.2, WOMAN, 'high', '0.6–1.1 mg/dL'],
    ['CREAT', 5.1, WOMAN, 'critical', '0.6–1.1 mg/dL'],
    ['K', 6, MAN, 'high', '3.5–5.1 mmol/L'],
    ['K', 6.1, MAN, 'critical', '3.5–5.1 mmol/L'],
    ['HDL', 40, MAN, 'low', '> 40 mg/dL'],
    ['HDL', 41, MAN, 'normal', '> 40 mg/dL'],
    ['TSH', 4.2, WOMAN, 'normal', '0.40–4.50 mIU/L'],
    ['TSH', 4.2, PREGNANT, 'high', '< 4.00 mIU/L'],
    ['TBIL', 8, child(5), 'abnormal', ''],
    ['TBIL', 15.1, child(5), 'critical', ''],
    ['TBIL', 1.2, MAN, 'normal', '0.2–1.2 mg/dL'],
    ['UPH', 6, MAN, 'normal', '4.6–8.0'],
  ];
  for (const [code, value, whose, flag, range] of table) {
    t.match(judge(code, value, whose), { flag, range }, `${code} ${value}`);
  }
  t.end();
});

t.test('each day of life of either sex has exactly one kind of range', (t) => {
  for (const test of labTests.values()) {
    for (const sex of ['male', 'female'] as const) {
      for (const ageDays of [0, 27, 28, 181, 182, 364, 365, 1825, 1826, 4382, 4383, 5478, 5479, 30_000]) {
        const fitting = test.ranges.filter(
          (range) =>
            ageDays >= range.fromDays &&
            ageDays < range.toDays &&
            (range.sex === null || range.sex === sex) &&
            range.pregnant !== true,
        );
        if (test.kind === 'number' && fitting.length !== 1)
          t.equal(fitting.length, 1, `${test.code} ${sex} ${ageDays}`);
      }
    }
  }
  t.end();
});

t.test('where the sex is not known only what is outside both ranges is flagged', (t) => {
  const unknown: WhoseResult = { ageDays: 40 * YEAR, sex: 'unknown' };
  t.match(judge('HB', 12.5, unknown), { flag: 'normal', range: '12.0–17.0 g/dL' });
  t.match(judge('HB', 11.9, { ...unknown, sex: 'other' }), { flag: 'low' });
  t.match(judge('HB', 6, unknown), { flag: 'critical' });
  t.match(judge('HB', 11, { ...unknown, pregnant: true }), { flag: 'normal', range: '≥ 11.0 g/dL' });
  t.match(
    judge('HB', 12.5, { ageDays: null, sex: 'female' }),
    { range: '12.0–15.0 g/dL' },
    'unknown age: as an adult',
  );
  t.end();
});

t.test('coded answers carry their own flag', (t) => {
  const table: [string, string, string][] = [
    ['MRDT', 'neg', 'normal'],
    ['MRDT', 'Pv', 'abnormal'],
    ['MRDT', 'Pf', 'critical'],
    ['MRDT', 'mixed', 'critical'],
    ['UPRO', 'nil', 'normal'],
    ['UPRO', 'trace', 'abnormal'],
    ['UPRO', '2+', 'abnormal'],
    ['AFB', 'scanty', 'critical'],
    ['TRUENAT', 'rif-resistant', 'critical'],
    ['TROP', 'pos', 'critical'],
    ['HIV', 'reactive', 'abnormal'],
    ['UPT', 'pos', 'normal'],
    ['ABORH', 'AB-', 'normal'],
    ['WIDALO', '1:80', 'abnormal'],
    ['WIDALH', '1:80', 'normal'],
    ['G6PD', 'deficient', 'abnormal'],
    ['ECG', 'stemi', 'critical'],
  ];
  for (const [code, answer, flag] of table)
    t.match(judge(code, answer, MAN), { flag, outcome: 'ok' }, `${code} ${answer}`);
  t.match(judge('ECG', 'left axis', MAN), { flag: 'abnormal', outcome: 'question', code: 'unknown-answer' });
  t.end();
});

t.test('typing slips are questioned, the impossible is refused', (t) => {
  t.match(judge('HB', 12, MAN), { outcome: 'ok' });
  t.match(judge('HB', 130, MAN), { outcome: 'question', code: 'not-plausible' }, 'g/L');
  t.match(judge('HB', 1300, MAN), { outcome: 'refuse', code: 'not-possible' });
  t.match(judge('HB', -1, MAN), { outcome: 'refuse' });
  for (const value of [NaN, Infinity, 'twelve', '']) t.match(judge('HB', value, MAN), { outcome: 'refuse' });
  t.end();
});
