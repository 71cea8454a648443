import fc from 'fast-check';
import t from 'tap';
import { LONGEST_MS, retryDelay } from './retry.js';

t.test('a wait is never longer than a minute and never none, however long the line was out', async (t) => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (failures, r) => {
        const delay = retryDelay(failures, () => r);
        return delay >= 500 && delay <= LONGEST_MS;
      },
    ),
  );
  t.equal(
    retryDelay(1_000, () => 0.999_999),
    LONGEST_MS,
  );
});

t.test('each wait is longer than the one before until the minute is reached', async (t) => {
  const waits = [1, 2, 3, 4, 5, 6, 7].map((failures) => retryDelay(failures, () => 0));
  t.same(waits, [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000]);
});

t.test('boxes that failed together come back apart', async (t) => {
  t.not(
    retryDelay(5, () => 0.1),
    retryDelay(5, () => 0.9),
  );
});
