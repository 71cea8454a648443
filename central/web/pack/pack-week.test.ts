import t from 'tap';
import { packWeek, wholeWeekOf } from './pack-week.js';

t.test('a week goes from Monday to Sunday; of the one that runs, to the last day that is over', (t) => {
  const week = { name: '2026-W47', from: '20261116', to: '20261122', isOver: true };
  t.same(packWeek('2026-W47', '20261122'), week, 'over when its Sunday is');
  t.same(packWeek('2026-11-18', '20261126'), week, 'a day names it too');
  t.same(packWeek('2026-W47', '20261118'), { ...week, to: '20261118', isOver: false });
  t.throws(
    () => packWeek('2026-W47', '20261115'),
    { code: 'bad-input' },
    'of one that begins today nothing is known',
  );
  t.end();
});

t.test('of nothing typed it is the last whole week, on a Monday the one that ended yesterday', (t) => {
  t.equal(packWeek('', '20261122').name, '2026-W47');
  t.equal(packWeek('', '20261121').name, '2026-W46');
  t.end();
});

t.test(
  'a day’s whole week is its own or, while that runs, the one before; years have 52 weeks or 53',
  (t) => {
    t.equal(wholeWeekOf('20261118', '20261126'), '2026-W47');
    t.equal(wholeWeekOf('20261126', '20261126'), '2026-W47');
    t.equal(wholeWeekOf('20270106', '20270106'), '2026-W53');
    t.end();
  },
);
