import t from 'tap';
import { diseaseWeeks } from './rising-diseases.js';
import { againstUsual } from './usual-day.js';

const reports = (days: number, figures: Record<string, number> = {}) => ({ days, figures });
const day = (days: number, figures: Record<string, number> = {}) =>
  new Map([['PHC', reports(days, figures)]]);

t.test('a day on which half of the facilities have reported is no bad day', (t) => {
  const before = day(4 * 10, { opd: 4_000 });
  t.match(againstUsual(day(5, { opd: 510 }), before, 'opd'), { usual: 500, is: 'same' });
  t.match(againstUsual(day(5, { opd: 250 }), before, 'opd'), { is: 'less', percent: 50 });
  t.match(againstUsual(day(10, { opd: 1_500 }), before, 'opd'), { is: 'more', percent: 50 });
  t.end();
});

t.test('a day on which the hospital has not reported is compared with days without it', (t) => {
  const before = new Map([
    ['PHC', reports(4 * 10, { opd: 1_600 })],
    ['DH', reports(4, { opd: 2_000 })],
  ]);
  const now = new Map([
    ['PHC', reports(9, { opd: 360 })],
    ['HWC', reports(1, { opd: 20 })],
  ]);
  t.same(againstUsual(now, before, 'opd'), { usual: 380, is: 'same', percent: 0 });
  now.set('DH', reports(1, { opd: 200 }));
  t.match(againstUsual(now, before, 'opd'), { usual: 880, is: 'less' }, 'and it is missed where it has');
  t.equal(againstUsual(new Map([['HWC', reports(3, { opd: 20 })]]), before, 'opd'), null);
  t.end();
});

t.test('nothing is compared with nothing, and one more of a small count is as usual', (t) => {
  t.equal(againstUsual(day(0), day(4, { opd: 9 }), 'opd'), null);
  t.equal(againstUsual(day(4, { opd: 9 }), day(0), 'opd'), null);
  t.same(againstUsual(day(1, { died: 2 }), day(4), 'died'), { usual: 0, is: 'more', percent: null });
  t.match(againstUsual(day(1), day(4), 'died'), { is: 'same' });
  t.match(againstUsual(day(1, { died: 2 }), day(4, { died: 5 }), 'died'), { is: 'same' });
  t.end();
});

t.test('a percentage is that of the numbers shown, and none is told of less than five', (t) => {
  t.match(againstUsual(day(1, { opd: 12 }), day(5, { opd: 48 }), 'opd'), { usual: 9.6, percent: 20 });
  const few = againstUsual(day(1, { died: 2 }), day(5, { died: 2 }), 'died');
  t.same(few, { usual: 0.4, is: 'more', percent: null });
  t.end();
});

t.test('a disease rises where its week stands well above those before, as many reports counted', (t) => {
  const before = reports(280, { a: 56, b: 28 });
  const now = reports(35, { a: 14, b: 7, c: 28 });
  t.same(diseaseWeeks(['a', 'b', 'c', 'never'], { now, before }, { least: 8, times: 1.5 }), [
    { figure: 'c', now: 28, usual: 0, rises: true },
    { figure: 'a', now: 14, usual: 7, rises: true },
    { figure: 'b', now: 7, usual: 3.5, rises: false },
  ]);
  const unknown = diseaseWeeks(['a'], { now, before: reports(0) }, { least: 1, times: 1 });
  t.match(unknown, [{ usual: null, rises: false }]);
  t.end();
});
