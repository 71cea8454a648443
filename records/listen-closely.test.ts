import fc from 'fast-check';
import t from 'tap';
import { listensClosely, type Expected, type ListenRules } from './listen-closely.js';

const RULES: ListenRules = {
  ...{ receiving: ['CHC', 'DH'], from: '08:00', to: '20:00' },
  ...{ sentMinutes: 60, cameMinutes: 20 },
};
const MINUTE = 60_000;
/** 11:00 in India */
const NOW = Date.parse('2026-11-21T05:30:00Z');
const PHC: Expected = { kind: 'PHC', sentAt: null, cameAt: null };

t.test('a house to which patients are sent listens closely while it is open', async (t) => {
  const chc = { ...PHC, kind: 'CHC' };
  t.ok(listensClosely(NOW, chc, RULES));
  t.notOk(listensClosely(Date.parse('2026-11-21T02:29:59Z'), chc, RULES), '07:59');
  t.ok(listensClosely(Date.parse('2026-11-21T02:30:00Z'), chc, RULES), '08:00');
  t.notOk(listensClosely(Date.parse('2026-11-21T14:30:00Z'), chc, RULES), '20:00');
});

t.test('hours may go over midnight', async (t) => {
  const night = { ...RULES, from: '20:00', to: '06:00' };
  const chc = { ...PHC, kind: 'CHC' };
  t.ok(listensClosely(Date.parse('2026-11-21T18:40:00Z'), chc, night), '00:10');
  t.notOk(listensClosely(NOW, chc, night));
});

t.test('whoever sent an urgent referral hears of the answer soon, for an hour', async (t) => {
  t.ok(listensClosely(NOW, { ...PHC, sentAt: NOW - 59 * MINUTE }, RULES));
  t.notOk(listensClosely(NOW, { ...PHC, sentAt: NOW - 60 * MINUTE }, RULES));
});

t.test('where something has just come more of it is likely, for a while', async (t) => {
  t.ok(listensClosely(NOW, { ...PHC, cameAt: NOW - 19 * MINUTE }, RULES));
  t.notOk(listensClosely(NOW, { ...PHC, cameAt: NOW - 20 * MINUTE }, RULES));
});

t.test('an ordinary box does not, and none does for ever, whatever the clock says', async (t) => {
  t.notOk(listensClosely(NOW, PHC, RULES));
  const moment = fc.integer({ min: 0, max: 4e12 });
  fc.assert(
    fc.property(moment, moment, moment, (now, sentAt, cameAt) => {
      const hourLater = Math.max(now, sentAt, cameAt) + 60 * MINUTE;
      return !listensClosely(hourLater, { ...PHC, sentAt, cameAt }, RULES);
    }),
  );
});
