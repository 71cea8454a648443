import fc from 'fast-check';
import t from 'tap';
import { PACE, untilCycle, untilNews } from './cadence.js';

t.test('over a connection that stands a visit leaves at once, and an urgent record over any', async (t) => {
  t.equal(untilCycle({ urgent: false, warm: true, sinceLast: 1_000 }, PACE), PACE.settleMs);
  t.equal(untilCycle({ urgent: true, warm: false, sinceLast: 1_000 }, PACE), PACE.settleMs);
});

t.test('where it takes a new connection, one bundle leaves each few minutes', async (t) => {
  t.equal(untilCycle({ urgent: false, warm: false, sinceLast: 60_000 }, PACE), 120_000);
  t.equal(untilCycle({ urgent: false, warm: false, sinceLast: 3_600_000 }, PACE), PACE.settleMs);
});

t.test('an idle hour stays within 5 kB, and an hour in which news are expected within 20', async (t) => {
  const checkBytes = 650;
  const hour = (expected: boolean): number => (3_600_000 / untilNews(expected, PACE)) * checkBytes;
  t.ok(hour(false) <= 5_000);
  t.ok(hour(true) <= 20_000);
  t.equal(untilNews(true, { ...PACE, pullEveryMs: 15_000 }), 15_000, 'never less often than else');
});

t.test('no nudge waits longer than that, whatever the clock says', async (t) => {
  const nudge = fc.record({
    urgent: fc.boolean(),
    warm: fc.boolean(),
    sinceLast: fc.oneof(fc.integer(), fc.constant(Infinity), fc.constant(-Infinity)),
  });
  fc.assert(
    fc.property(nudge, (given) => {
      const wait = untilCycle(given, PACE);
      return wait >= PACE.settleMs && wait <= PACE.gatherMs;
    }),
  );
  t.pass();
});
