import t from 'tap';
import { runFuzz } from './bundle/fixtures/run-fuzz.js';

t.test('a hundred thousand changed bundles: no crash, no hang, no memory over the limit', async (t) => {
  for (const seed of [11, 12, 13, 14]) {
    const { slowest, wrong } = await runFuzz(25_000, seed);
    t.strictSame(wrong, []);
    t.ok(slowest.ms < 1_000, `none holds the box up: ${slowest.bundle}`);
  }
});
