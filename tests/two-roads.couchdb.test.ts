import fc from 'fast-check';
import t from 'tap';
import { ROAD_STEPS, takeRoads } from './two-roads.js';

// Law 5: plain replication and the compact bundle end in the same documents with the same revisions, in any order, any
// number of times. Many more ways: two-roads.soak.test.ts.

t.setTimeout(300_000);

t.test('a bundle that comes late, a cut, stock replication of some records, and a bundle once more', (t) =>
  takeRoads(t, [
    { kind: 'write', count: 50 },
    { kind: 'exchange', cutAfter: 400 },
    { kind: 'bundle', from: 0.5, share: 0.5 },
    { kind: 'news', id: 1, words: 'नमस्ते' },
    { kind: 'paper', id: 1, size: 5_000 },
    { kind: 'stock-push', every: 3 },
    { kind: 'write', count: 30 },
    { kind: 'bundle', from: 0, share: 0.4 },
    { kind: 'stock-pull' },
    { kind: 'news', id: 1, words: 'फिर से' },
    { kind: 'bundle', from: 0, share: 0.4 },
  ]),
);

t.test('any mixture of roads ends in what stock replication alone ends in', async (t) => {
  await fc.assert(
    fc.asyncProperty(ROAD_STEPS, async (steps) => {
      await t.test(JSON.stringify(steps), (t) => takeRoads(t, steps));
    }),
    { numRuns: 6, seed: 2026 },
  );
});
