import t from 'tap';
import { ageInDays } from './age-in-days.js';

void t.test('an age in days is as exact as the birth date', async (t) => {
  t.equal(ageInDays('2026-11-20', '20261121'), 1);
  t.equal(ageInDays('2026-11-21', '20261121'), 0);
  t.equal(ageInDays('2025-11', '20261121'), 371, 'the middle of the month');
  t.equal(ageInDays('1992', '20261121'), 12_561, 'the middle of the year');
});

void t.test('one who was born this year, nobody knows when, is not unborn', async (t) => {
  t.equal(ageInDays('2026', '20260301'), 0);
  t.equal(ageInDays('2026-11', '20261103'), 0);
});

void t.test('no date, a broken one and one to come give no age', async (t) => {
  for (const date of [undefined, '', 'soon', '2026-11-22', '2027', '2026-99-99']) {
    t.equal(ageInDays(date, '20261121'), null, date ?? 'none');
  }
});
