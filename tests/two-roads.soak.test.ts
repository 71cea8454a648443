import fc from 'fast-check';
import t from 'tap';
import { ROAD_STEPS, takeRoads } from './two-roads.js';

t.setTimeout(1_800_000);

t.test('a hundred mixtures of roads end in what stock replication alone ends in', async (t) => {
  await fc.assert(
    fc.asyncProperty(ROAD_STEPS, async (steps) => {
      await t.test(JSON.stringify(steps), (t) => takeRoads(t, steps));
    }),
    { numRuns: 100 },
  );
});
