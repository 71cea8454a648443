import fc from 'fast-check';
import t from 'tap';
import { carryInAnyOrder, STICK_STEPS } from './stick-roads.js';

t.setTimeout(1_800_000);

t.test('a hundred ways to carry sticks beside a line end in what stock replication ends in', async (t) => {
  await fc.assert(
    fc.asyncProperty(STICK_STEPS, async (steps) => {
      await t.test(JSON.stringify(steps), (t) => carryInAnyOrder(t, steps));
    }),
    { numRuns: 100 },
  );
});
