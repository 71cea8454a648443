import t from 'tap';
import { loadReference } from '../templates/reference.js';
import type { VitalsRecord } from './care.js';
import { addDays, isoDate } from './day.js';
import { checkChanges, latestReadings, type EarlierVitals } from './vitals-change.js';
import type { EnteredVitals, VitalField } from './vitals-check.js';

const { vitals } = loadReference();
const TODAY = '20261128';
const BABY = 60;
const INFANT = 200;
const TODDLER = 800;
const SCHOOLCHILD = 8 * 365;
const ADULT = 40 * 365;

/** Fields that are asked about, where each was measured before, so many days ago. */
function asked(entered: EnteredVitals, before: EnteredVitals, daysAgo: number, ageDays: number | null) {
  const earlier: EarlierVitals = {};
  for (const [field, value] of Object.entries(before))
    earlier[field as VitalField] = { value: value as number, day: addDays(TODAY, -daysAgo) };
  return checkChanges(entered, earlier, vitals, { ageDays, today: TODAY }).map(({ field }) => field);
}

t.test('a weight is asked about where it changed more than a body does', (t) => {
  const table: [string, before: number, now: number, daysAgo: number, age: number | null, asked: boolean][] =
    [
      ['a toddler gains 9 kg in 25 days', 12.4, 21.4, 25, TODDLER, true],
      ['a toddler gains 0.4 kg in 25 days', 12.4, 12.8, 25, TODDLER, false],
      ['a toddler gains 4 kg in a year', 9, 13, 365, TODDLER, false],
      ['a child falls by a tenth', 20, 18, 10, SCHOOLCHILD, false],
      ['a child falls by more than a tenth', 20, 17.9, 10, SCHOOLCHILD, true],
      ['a child falls by more than a tenth in three years', 20, 17.9, 1100, SCHOOLCHILD, true],
      ['a baby doubles in two months', 3, 6, 60, BABY, false],
      ['a baby doubles in a week', 3, 6, 7, BABY, true],
      ['an infant gains 1.5 kg in a month', 5, 6.5, 30, INFANT, false],
      ['an infant gains 3 kg in a month', 5, 8, 30, INFANT, true],
      ['an adult loses 15 % in a month', 60, 51, 30, ADULT, false],
      ['an adult loses more in a month', 60, 50.9, 30, ADULT, true],
      ['an adult gains more than 15 % in a month', 60, 69.1, 30, ADULT, true],
      ['an adult loses 20 % in two months', 60, 48, 60, ADULT, false],
      ['an adult is half as heavy after half a year', 60, 30, 180, ADULT, true],
      ['nobody knows after two years', 60, 30, 800, ADULT, false],
      ['an unknown age counts as an adult’s', 60, 50, 20, null, true],
      ['the same again', 12.4, 12.4, 0, TODDLER, false],
      ['other scales on the same day', 12.4, 12.7, 0, TODDLER, false],
    ];
  for (const [name, before, now, daysAgo, age, expected] of table) {
    const fields = asked({ weightKg: now }, { weightKg: before }, daysAgo, age);
    t.same(fields, expected ? ['weightKg'] : [], name);
  }
  t.end();
});

t.test('no child shrinks, no adult grows, and a pressure does not jump', (t) => {
  const table: [string, EnteredVitals, EnteredVitals, daysAgo: number, age: number, VitalField[]][] = [
    ['a child a centimetre shorter', { heightCm: 85 }, { heightCm: 86 }, 40, TODDLER, []],
    ['a child two centimetres shorter', { heightCm: 84 }, { heightCm: 86 }, 40, TODDLER, ['heightCm']],
    ['a child grows 3 cm in a month', { heightCm: 89 }, { heightCm: 86 }, 30, TODDLER, []],
    ['a child grows 10 cm in a month', { heightCm: 96 }, { heightCm: 86 }, 30, TODDLER, ['heightCm']],
    ['an adult 12 cm taller', { heightCm: 172 }, { heightCm: 160 }, 400, ADULT, ['heightCm']],
    ['an adult 3 cm shorter', { heightCm: 157 }, { heightCm: 160 }, 4000, ADULT, []],
    [
      '120/80 to 210/80',
      { systolic: 210, diastolic: 80 },
      { systolic: 120, diastolic: 80 },
      9,
      ADULT,
      ['systolic'],
    ],
    [
      '120/80 to 180/135',
      { systolic: 180, diastolic: 135 },
      { systolic: 120, diastolic: 80 },
      9,
      ADULT,
      ['diastolic'],
    ],
    ['120/80 to 180/110', { systolic: 180, diastolic: 110 }, { systolic: 120, diastolic: 80 }, 9, ADULT, []],
    ['a pressure of last year says nothing', { systolic: 210 }, { systolic: 110 }, 365, ADULT, []],
    ['a temperature may change as it likes', { temperatureC: 40 }, { temperatureC: 36 }, 1, ADULT, []],
  ];
  for (const [name, now, before, daysAgo, age, expected] of table)
    t.same(asked(now, before, daysAgo, age), expected, name);
  t.end();
});

t.test('a question says what it was, in which unit, and on which day', (t) => {
  const earlier: EarlierVitals = { weightKg: { value: 12.4, day: '20261103' } };
  const checks = checkChanges({ weightKg: 21.4 }, earlier, vitals, { ageDays: TODDLER, today: TODAY });
  t.same(checks, [
    {
      ...{ field: 'weightKg', outcome: 'question', code: 'changed' },
      params: { value: 21.4, last: 12.4, day: '20261103', unit: 'kg' },
    },
  ]);
  t.end();
});

t.test('the latest reading of each field counts, whichever record it stands in', (t) => {
  const record = (n: number, day: string, readings: EnteredVitals): VitalsRecord => ({
    ...{ _id: `visit:BR1042:${day}-001:vitals:${n}`, type: 'vitals', n, by: 'nisha', v: 1 },
    ...{ at: `${isoDate(day)}T05:00:00Z`, patient: 'patient:BR1042-004217-K' },
    ...readings,
  });
  const measured = [
    record(9, '20261120', { weightKg: 12.5 }),
    record(3, '20261001', { weightKg: 12, heightCm: 85 }),
    record(12, '20261120', { weightKg: 12.6 }),
  ];
  t.same(latestReadings(measured, ['weightKg', 'heightCm', 'systolic']), {
    weightKg: { value: 12.6, day: '20261120' },
    heightCm: { value: 85, day: '20261001' },
  });
  t.end();
});
