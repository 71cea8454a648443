import fc from 'fast-check';
import t from 'tap';
import { loadReference } from '../templates/reference.js';
import { checkVitals, type EnteredVitals, type VitalField, type WhoseVitals } from './vitals-check.js';

const { vitals } = loadReference();
const ADULT: WhoseVitals = { ageDays: 40 * 365 };
const PREGNANT: WhoseVitals = { ageDays: 25 * 365, pregnant: true };
const NEWBORN: WhoseVitals = { ageDays: 20 };
const INFANT: WhoseVitals = { ageDays: 200 };
const TODDLER: WhoseVitals = { ageDays: 800 };

const outcome = (entered: EnteredVitals, field: VitalField, whose = ADULT) =>
  checkVitals(entered, vitals, whose).checks.find((check) => check.field === field);
const flags = (entered: EnteredVitals, whose = ADULT) =>
  checkVitals(entered, vitals, whose).flags.map(({ level, code }) => `${level}: ${code}`);

t.test('values within the limits pass, slips are questioned, the impossible is refused', (t) => {
  const table: [VitalField, low: number, high: number, refused: number[]][] = [
    ['temperatureC', 30, 43, [3.7, 370, 0, -37, NaN]],
    ['pulse', 20, 250, [1, 720, -72, NaN]],
    ['respiratoryRate', 4, 100, [0, 1800, -1]],
    ['systolic', 40, 280, [1, 1200, -120]],
    ['diastolic', 20, 180, [1, 800, -80]],
    ['spo2', 50, 100, [101, 980, 0, 9]],
    ['weightKg', 20, 250, [0, -60, 6000]],
    ['heightCm', 90, 220, [1.6, 1600, 0]],
    ['glucose', 10, 900, [0, -1, 1e9]],
    ['muacMm', 60, 500, [12.5, 1250]],
  ];
  for (const [field, low, high, refused] of table) {
    for (const value of [low, high])
      t.match(outcome({ [field]: value }, field), { outcome: 'ok' }, `${field} ${value}`);
    t.match(
      outcome({ [field]: low - 0.1 }, field),
      { outcome: 'question', params: { low, high } },
      `${field} below`,
    );
    if (field !== 'spo2')
      t.match(outcome({ [field]: high + 0.1 }, field), { outcome: 'question' }, `${field} above`);
    for (const value of refused)
      t.match(outcome({ [field]: value }, field), { outcome: 'refuse' }, `${field} ${value}`);
  }
  t.end();
});

t.test('a temperature that is kept in hundredths is judged in tenths', (t) => {
  t.match(outcome({ temperatureC: 43.04 }, 'temperatureC'), { outcome: 'ok' });
  t.match(outcome({ temperatureC: 43.06 }, 'temperatureC'), { outcome: 'question' });
  t.same(flags({ temperatureC: 38.04 }), []);
  t.same(flags({ temperatureC: 38.06 }), ['attention: fever']);
  t.end();
});

t.test('a temperature in Fahrenheit is refused with what it would be in Celsius', (t) => {
  t.same(outcome({ temperatureC: 98.6 }, 'temperatureC'), {
    field: 'temperatureC',
    outcome: 'refuse',
    code: 'looks-fahrenheit',
    params: { value: 98.6, celsius: 37 },
  });
  t.end();
});

t.test('the lower blood pressure must lie below the upper one', (t) => {
  t.match(outcome({ systolic: 80, diastolic: 120 }, 'diastolic'), {
    code: 'diastolic-above-systolic',
    outcome: 'refuse',
  });
  t.match(outcome({ systolic: 80, diastolic: 80 }, 'diastolic'), { outcome: 'refuse' });
  t.match(outcome({ systolic: 120, diastolic: 80 }, 'diastolic'), { outcome: 'ok' });
  t.match(outcome({ diastolic: 80 }, 'diastolic'), { outcome: 'ok' });
  t.end();
});

t.test('what is plausible depends on age', (t) => {
  t.match(outcome({ weightKg: 7 }, 'weightKg', INFANT), { outcome: 'ok' });
  t.match(outcome({ weightKg: 7 }, 'weightKg', ADULT), { outcome: 'question', params: { low: 20 } });
  t.match(outcome({ weightKg: 60 }, 'weightKg', INFANT), { outcome: 'question' });
  t.match(outcome({ heightCm: 160 }, 'heightCm', TODDLER), { outcome: 'question' });
  t.match(
    outcome({ weightKg: 7 }, 'weightKg', { ageDays: null }),
    { outcome: 'question' },
    'unknown age: as an adult',
  );
  t.end();
});

t.test('danger is flagged by age and pregnancy at the written limits', (t) => {
  const table: [string, EnteredVitals, WhoseVitals, string[]][] = [
    ['fast breathing under 2 months', { respiratoryRate: 60 }, NEWBORN, ['danger: fast-breathing']],
    ['59 under 2 months', { respiratoryRate: 59 }, NEWBORN, []],
    ['fast breathing 2-11 months', { respiratoryRate: 50 }, INFANT, ['danger: fast-breathing']],
    ['49 at 2-11 months', { respiratoryRate: 49 }, INFANT, []],
    ['on the day of 2 months', { respiratoryRate: 55 }, { ageDays: 61 }, ['danger: fast-breathing']],
    ['fast breathing 1-4 years', { respiratoryRate: 40 }, TODDLER, ['danger: fast-breathing']],
    ['39 at 1-4 years', { respiratoryRate: 39 }, TODDLER, []],
    ['breathing, adult', { respiratoryRate: 25 }, ADULT, ['danger: breathing']],
    ['breathing somewhat fast, adult', { respiratoryRate: 24 }, ADULT, ['attention: breathing-watch']],
    ['breathing 28, pregnant', { respiratoryRate: 28 }, PREGNANT, []],
    ['breathing 31, pregnant', { respiratoryRate: 31 }, PREGNANT, ['danger: breathing']],
    ['warm newborn', { temperatureC: 37.5 }, NEWBORN, ['danger: infant-temperature']],
    ['cold newborn', { temperatureC: 35.4 }, NEWBORN, ['danger: infant-temperature']],
    ['newborn 37.4', { temperatureC: 37.4 }, NEWBORN, []],
    ['adult 37.5', { temperatureC: 37.5 }, ADULT, []],
    ['fever', { temperatureC: 38.1 }, ADULT, ['attention: fever']],
    ['high fever', { temperatureC: 39.1 }, ADULT, ['danger: high-fever']],
    ['BP 139/89', { systolic: 139, diastolic: 89 }, ADULT, []],
    ['BP 140/90', { systolic: 140, diastolic: 90 }, ADULT, ['attention: high-bp', 'attention: high-bp']],
    [
      'BP 180/110',
      { systolic: 180, diastolic: 110 },
      ADULT,
      ['danger: very-high-bp', 'danger: very-high-bp'],
    ],
    ['BP 160, pregnant', { systolic: 160 }, PREGNANT, ['danger: very-high-bp']],
    ['BP 140, pregnant', { systolic: 140 }, PREGNANT, ['attention: pregnancy-bp']],
    ['BP 90, adult', { systolic: 90 }, ADULT, ['danger: low-bp']],
    ['BP 90, pregnant', { systolic: 90 }, PREGNANT, []],
    ['BP 80, newborn', { systolic: 80 }, NEWBORN, []],
    ['SpO2 91', { spo2: 91 }, ADULT, ['danger: low-oxygen']],
    ['SpO2 92', { spo2: 92 }, ADULT, ['attention: oxygen-watch']],
    ['SpO2 94, pregnant', { spo2: 94 }, PREGNANT, ['danger: low-oxygen']],
    ['SpO2 95, pregnant', { spo2: 95 }, PREGNANT, []],
    ['SpO2 90, child', { spo2: 90 }, TODDLER, ['attention: oxygen-watch']],
    ['SpO2 89, child', { spo2: 89 }, TODDLER, ['danger: low-oxygen']],
    ['pulse 131', { pulse: 131 }, ADULT, ['danger: pulse']],
    ['pulse 121, pregnant', { pulse: 121 }, PREGNANT, ['danger: pulse']],
    ['pulse 150, infant', { pulse: 150 }, INFANT, []],
    ['MUAC 114', { muacMm: 114 }, TODDLER, ['danger: sam']],
    ['MUAC 115', { muacMm: 115 }, TODDLER, ['attention: mam']],
    ['MUAC 125', { muacMm: 125 }, TODDLER, []],
    ['MUAC of an adult', { muacMm: 114 }, ADULT, []],
    ['glucose 53', { glucose: 53 }, ADULT, ['danger: low-glucose']],
    ['glucose 401', { glucose: 401 }, ADULT, ['danger: high-glucose']],
    ['not alert', { consciousness: 'voice' }, ADULT, ['danger: not-alert']],
    ['alert', { consciousness: 'alert' }, ADULT, []],
  ];
  for (const [name, entered, whose, expected] of table) t.same(flags(entered, whose), expected, name);
  t.end();
});

t.test('a refused value raises no alarm, a questioned one does', (t) => {
  t.same(flags({ pulse: 720 }), []);
  t.same(flags({ pulse: 260 }), ['danger: pulse']);
  t.end();
});

t.test('each entered field gets exactly one check, and no number breaks it', (t) => {
  const entered = fc.record(
    {
      temperatureC: fc.double(),
      pulse: fc.double(),
      systolic: fc.double(),
      diastolic: fc.double(),
      spo2: fc.double(),
    },
    { requiredKeys: [] },
  );
  const ages = fc.option(fc.integer({ min: 0, max: 45_000 }));
  fc.assert(
    fc.property(entered, ages, fc.boolean(), (some, ageDays, pregnant) => {
      const { checks } = checkVitals(some, vitals, { ageDays, pregnant });
      return (
        checks
          .map((check) => check.field)
          .sort()
          .join() === Object.keys(some).sort().join()
      );
    }),
  );
  t.end();
});
