import t from 'tap';
import { Once } from './once.js';

void t.test('the same key gives the first outcome, also while the first is under way', async (t) => {
  const once = new Once();
  let runs = 0;
  const save = (): Promise<number> => Promise.resolve((runs += 1));
  t.same(await Promise.all([once.run('k', save), once.run('k', save)]), [1, 1]);
  t.equal(await once.run('k', save), 1);
  t.equal(await once.run('other', save), 2);
});

void t.test('a failure is not kept: the form may be sent again', async (t) => {
  const once = new Once();
  await t.rejects(once.run('k', () => Promise.reject(new Error('disk full'))));
  t.equal(await once.run('k', () => Promise.resolve('saved')), 'saved');
});

void t.test('only the last two thousand outcomes are remembered', async (t) => {
  const once = new Once();
  let runs = 0;
  const save = (): Promise<number> => Promise.resolve((runs += 1));
  for (let i = 0; i <= 2_000; i += 1) await once.run(`k${i}`, save);
  t.equal(await once.run('k2000', save), 2_001);
  t.equal(await once.run('k0', save), 2_002);
});
