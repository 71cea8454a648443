import fc from 'fast-check';
import t from 'tap';
import { carryInAnyOrder, STICK_STEPS } from './stick-roads.js';

// Law 5, with people who carry sticks. Many more ways: stick-roads.soak.test.ts.

t.setTimeout(240_000);

t.test('an older stick after a newer one, an answer twice, a line in between, a stick that is lost', (t) =>
  carryInAnyOrder(t, [
    { kind: 'fill' },
    { kind: 'write', count: 4 },
    { kind: 'news', id: 1, words: 'नमस्ते' },
    { kind: 'fill' },
    { kind: 'up', stick: 1 },
    { kind: 'write', count: 2 },
    { kind: 'up', stick: 0 },
    { kind: 'down', stick: 1 },
    { kind: 'line' },
    { kind: 'news', id: 1, words: 'फिर से' },
    { kind: 'fill' },
    { kind: 'down', stick: 0 },
    { kind: 'stock-push' },
    { kind: 'up', stick: 1 },
    { kind: 'down', stick: 0 },
  ]),
);

t.test('sticks and a line in any order end in what stock replication ends in', async (t) => {
  await fc.assert(
    fc.asyncProperty(STICK_STEPS, async (steps) => {
      await t.test(JSON.stringify(steps), (t) => carryInAnyOrder(t, steps));
    }),
    { numRuns: 5, seed: 2026 },
  );
});
