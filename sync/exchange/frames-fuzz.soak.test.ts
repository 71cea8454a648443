import t from 'tap';
import { fuzzFrames } from './fixtures/fuzz-frames.js';

t.test('a hundred thousand changed runs of frames and papers: no crash, no hang', (t) => {
  for (const seed of [21, 22, 23, 24]) {
    const { wrong, slowestMs, taken, refused } = fuzzFrames(25_000, seed);
    t.strictSame(wrong, []);
    t.ok(slowestMs < 1_000, `${taken} taken, ${refused} refused, the slowest in ${Math.round(slowestMs)} ms`);
  }
  t.end();
});
