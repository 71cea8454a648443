import { setTimeout as pause } from 'node:timers/promises';
import t from 'tap';
import { Turns } from './turns.js';

t.test('pages are drawn one in a round of the event loop', async (t) => {
  const turns = new Turns();
  const drawn: number[] = [];
  for (const page of [1, 2, 3]) void turns.take().then(() => drawn.push(page));
  const seen: number[] = [];
  for (let round = 0; round < 8 && drawn.length < 3; round++) {
    await new Promise((resolve) => setImmediate(resolve));
    seen.push(drawn.length);
  }
  t.same(drawn, [1, 2, 3]);
  t.ok(
    seen.every((count, i) => count - (seen[i - 1] ?? 0) <= 1),
    seen.join(' '),
  );
});

t.test('a page waits for the save that is under way, but not for one that hangs', async (t) => {
  const turns = new Turns();
  const order: string[] = [];
  turns.saveBegins();
  const first = turns.take().then(() => order.push('page'));
  await Promise.resolve();
  order.push('save');
  turns.saveEnds();
  await first;
  t.same(order, ['save', 'page']);

  turns.saveBegins();
  const drawn = await Promise.race([turns.take().then(() => true), pause(5_000).then(() => false)]);
  t.ok(drawn, 'the save has not ended');
});
