import t from 'tap';
import { recount } from './recount.js';

/** What so many looks in a row find missing; the milliseconds waited before each, and what was believed in the end. */
async function believe(
  found: number[],
  { copies }: { copies: number },
): Promise<{ waited: number[]; believed: number }> {
  const waited: number[] = [];
  const [first = 0, ...later] = found;
  const believed = await recount({
    first,
    copies,
    lacking: (missing) => missing,
    look: () => Promise.resolve(later.shift() ?? 0),
    pause: (ms) => Promise.resolve(void waited.push(ms)),
  });
  return { waited, believed };
}

t.test('where nothing is missing nobody waits', async (t) => {
  t.same(await believe([0], { copies: 3 }), { waited: [], believed: 0 });
});

t.test('a copy that catches up is given time as long as it gets on', async (t) => {
  const { waited, believed } = await believe([900, 900, 600, 600, 600, 200, 0], { copies: 3 });
  t.equal(believed, 0);
  t.equal(waited.length, 6);
});

t.test('what stays missing longer than a node needs to begin is lost', async (t) => {
  const { waited, believed } = await believe([7, 7, 7, 7, 7], { copies: 3 });
  t.equal(believed, 7);
  t.equal(waited.length, 3);
});

t.test('one node is asked once more, and then believed', async (t) => {
  const { waited, believed } = await believe([7, 5, 3], { copies: 1 });
  t.equal(believed, 5);
  t.equal(waited.length, 1);
});
