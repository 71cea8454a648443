import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { isExpired, lastGoodDay } from './batch.js';
import { batchesForCourse, courseEnd, courseStart, type Fetched } from './course.js';
import { addDays, type Day } from './day.js';

t.test('a course lasts its days from the first one; of a rest, the days that it stands for', (t) => {
  const table: [quantity: number, days: number, open: number, end: Day][] = [
    [15, 5, 15, '20261202'],
    [1, 1, 1, '20261128'],
    // 9 of 15 tablets are still to be fetched: three days
    [15, 5, 9, '20261130'],
    // a begun day counts whole
    [15, 5, 7, '20261130'],
    // one bottle for a week
    [1, 7, 1, '20261204'],
    // closed, or to buy outside
    [15, 5, 0, '20261128'],
    [0, 5, 0, '20261202'],
  ];
  for (const [quantity, days, open, end] of table) {
    const line = { quantity, dose: { pattern: '1-1-1', amount: 1, unit: 'tablet', days } };
    t.equal(courseEnd(line, open, '20261128'), end, `${open} of ${quantity} for ${days} days`);
  }
  t.end();
});

t.test('what is fetched later is begun when what was fetched before has been taken', (t) => {
  const table: [fetched: [day: Day, units: number][], start: Day, why: string][] = [
    [[], '20261129', 'nothing was fetched'],
    [[['20261129', 3]], '20261202', 'three days are in the hand'],
    [[['20261127', 3]], '20261130', 'two of the three days are over'],
    [[['20261120', 3]], '20261129', 'it ran out before'],
    [
      [
        ['20261120', 2],
        ['20261128', 2],
      ],
      '20261130',
      'a gap is not caught up with',
    ],
    [
      [
        ['20261128', 1],
        ['20261128', 2],
      ],
      '20261201',
      'twice on one day',
    ],
  ];
  for (const [fetched, start, why] of table) {
    const line = { quantity: 5, dose: { pattern: '1-0-0', amount: 1, unit: 'tablet', days: 5 } };
    const before: Fetched[] = fetched.map(([day, units]) => ({ day, units }));
    t.equal(courseStart(line, before, '20261129'), start, why);
  }
  const bottle = { quantity: 1, dose: { pattern: '1-1-1', amount: 5, unit: 'ml', days: 7 } };
  t.equal(courseStart(bottle, [], '20261129'), '20261129');
  t.equal(courseStart({ ...bottle, quantity: 0 }, [{ day: '20261129', units: 1 }], '20261129'), '20261129');
  t.end();
});

t.test('the last good day is the last one that does not count as expired', async () => {
  const month = fc.tuple(fc.integer({ min: 2024, max: 2040 }), fc.integer({ min: 1, max: 12 }));
  fc.assert(
    fc.property(month, ([year, number]) => {
      const batch = { expiry: `${year}-${String(number).padStart(2, '0')}` };
      const last = lastGoodDay(batch);
      assert.ok(!isExpired(batch, last));
      assert.ok(isExpired(batch, addDays(last, 1)));
    }),
  );
});

t.test(
  'of any batches, those that last the course come first, the first to expire before the others',
  async () => {
    const months = ['2026-11', '2026-12', '2027-01', '2027-03', '2028-02'];
    const batches = fc
      .array(fc.constantFrom(...months))
      .map((found) => found.toSorted().map((expiry, i) => ({ batch: `B${i}`, expiry, quantity: 10 })));
    const days = fc.integer({ min: 0, max: 500 }).map((more) => addDays('20261128', more));
    fc.assert(
      fc.property(batches, days, (standing, end) => {
        const ordered = batchesForCourse(standing, end);
        assert.deepEqual(new Set(ordered), new Set(standing), 'none is lost, none is new');
        assert.equal(ordered.length, standing.length);
        for (const [i, batch] of ordered.entries()) {
          const next = ordered[i + 1];
          if (!next) continue;
          const [short, nextShort] = [isExpired(batch, end), isExpired(next, end)];
          assert.ok(!(short && !nextShort), 'one that lasts stands behind one that does not');
          if (short === nextShort) {
            assert.ok(short ? batch.expiry >= next.expiry : batch.expiry <= next.expiry);
          }
        }
      }),
    );
  },
);
