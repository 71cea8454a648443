import fc from 'fast-check';
import t from 'tap';
import { ageAt, ageText, birthDateFault, birthDateFromAge, readBirthDate } from './birth-date.js';

const TODAY = '20261121';

t.test('dates are read as people and forms write them', async (t) => {
  for (const typed of ['1984-06-20', '20/06/1984', '20.6.1984', '२०-०६-१९८४', ' 20 6 1984 ']) {
    t.same(readBirthDate(typed, TODAY), { birthDate: '1984-06-20' }, typed);
  }
  t.same(readBirthDate('6/1984', TODAY), { birthDate: '1984-06' });
  t.same(readBirthDate('1984', TODAY), { birthDate: '1984' });
  t.same(readBirthDate('', TODAY), {});
});

t.test('impossible dates are refused with a reason', async (t) => {
  for (const typed of ['1984-02-30', '31/4/2000', '1984-13', 'yesterday', '84', '2026-2-1x', '0/0/2000']) {
    t.equal(readBirthDate(typed, TODAY).error?.code, 'birth-date-invalid', typed);
  }
  for (const typed of ['2027', '2026-12', '2026-11-22'])
    t.equal(birthDateFault(typed, TODAY), 'birth-date-future');
  for (const typed of ['2026', '2026-11', '2026-11-21', '1906'])
    t.equal(birthDateFault(typed, TODAY), null, typed);
  t.same(readBirthDate('1905', TODAY, 'dob').error, {
    field: 'dob',
    code: 'birth-date-too-old',
    params: { years: 120 },
  });
});

t.test('age counts full years, months and days', async (t) => {
  t.same(ageAt('2026-11-21', TODAY), { years: 0, months: 0, days: 0 });
  t.same(ageAt('2025-11-22', TODAY), { years: 0, months: 11, days: 30 });
  t.same(ageAt('2024-02-29', '20250228'), { years: 0, months: 11, days: 30 });
  t.same(ageAt('2026-01-31', '20260301'), { years: 0, months: 1, days: 1 });
  t.same(ageAt('2025-03', TODAY), { years: 1, months: 8 });
  t.same(ageAt('1984', TODAY), { years: 42 });
  t.equal(ageAt('2026-11-22', TODAY), null);
  t.equal(ageAt('never', TODAY), null);
});

t.test('age is said in days, months or years, as fits', async (t) => {
  t.same(ageText('2026-11-10', TODAY), { value: 11, unit: 'days', about: false });
  t.same(ageText('2025-03', TODAY, true), { value: 20, unit: 'months', about: true });
  t.same(ageText('2024-11-21', TODAY), { value: 2, unit: 'years', about: false });
  t.same(ageText('1984', TODAY, true), { value: 42, unit: 'years', about: true });
});

t.test('a told age gives a birth date that gives the age back on the same day', async (t) => {
  const age = fc.record({
    years: fc.integer({ min: 0, max: 119 }),
    months: fc.option(fc.integer({ min: 0, max: 11 })),
  });
  fc.assert(
    fc.property(age, ({ years, months }) => {
      const date = birthDateFromAge(months === null ? { years } : { years, months }, TODAY)!;
      t.equal(birthDateFault(date, TODAY), null, date);
      t.same(ageAt(date, TODAY), months === null ? { years } : { years, months });
    }),
  );
  t.equal(birthDateFromAge({ months: 7 }, '20260315'), '2025-08');
  for (const bad of [{ years: -1 }, { years: 121 }, { years: 1.5 }, { years: NaN }, { months: 1e9 }]) {
    t.equal(birthDateFromAge(bad, TODAY), null);
  }
});
