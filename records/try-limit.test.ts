import t from 'tap';
import { TryLimit } from './try-limit.js';

const OPTIONS = { free: 3, firstWait: 10, longestWait: 40, forget: 600 };

void t.test('after the free tries each wrong one doubles the wait, up to the longest', async (t) => {
  const limit = new TryLimit(OPTIONS);
  let now = 1_000_000;
  t.same([limit.begin('a', now), limit.begin('a', now), limit.begin('a', now)], [0, 0, 0]);
  for (const wait of [10, 20, 40, 40]) {
    t.equal(limit.begin('a', now), wait);
    now += wait * 1000;
    t.equal(limit.begin('a', now), 0);
  }
  t.equal(limit.begin('b', now), 0, 'other names are free');
});

void t.test('a right password or a long pause forgives everything', async (t) => {
  const limit = new TryLimit(OPTIONS);
  for (let i = 0; i < 3; i += 1) limit.begin('a', 0);
  limit.right('a');
  t.equal(limit.begin('a', 0), 0);
  for (let i = 0; i < 2; i += 1) limit.begin('a', 0);
  t.ok(limit.begin('a', 0) > 0);
  t.same([limit.begin('a', 700_000), limit.begin('a', 700_000)], [0, 0]);
});

void t.test('many guesses at once pass no more often than guesses one by one', async (t) => {
  const limit = new TryLimit(OPTIONS);
  const passed = Array.from({ length: 100 }, () => limit.begin('a', 5)).filter((wait) => wait === 0);
  t.equal(passed.length, OPTIONS.free);
});

void t.test('made-up names push out the oldest, not the memory', async (t) => {
  const limit = new TryLimit(OPTIONS);
  for (let i = 0; i < 3; i += 1) limit.begin('first', 0);
  for (let i = 0; i < 2_500; i += 1) limit.begin(`name${i}`, 0);
  t.equal(limit.begin('first', 0), 0);
});
