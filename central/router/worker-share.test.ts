import t from 'tap';
import { isMine, readWorkerShare } from './worker-share.js';

t.test('every box falls to one worker, its replicas to the same, and the load is spread', (t) => {
  const shares = [1, 2, 3, 4].map((worker) => ({ worker, of: 4 }));
  const loads = shares.map(() => 0);
  for (let number = 1000; number < 3000; number += 1) {
    const box = `BR${number}`;
    const mine = shares.map((share) => isMine(share, box));
    t.equal(mine.filter(Boolean).length, 1);
    t.same(
      shares.map((share) => isMine(share, `${box}b`)),
      mine,
    );
    loads[mine.indexOf(true)]! += 1;
  }
  for (const load of loads) t.ok(load > 400 && load < 600, `${load} of 2000`);
  t.end();
});

t.test('a share is typed as 2/4; another is refused by its field', (t) => {
  t.same(readWorkerShare(' 2/4 '), { worker: 2, of: 4 });
  for (const typed of ['', '0/4', '5/4', '2', 'a/b', '1/0'])
    t.throws(() => readWorkerShare(typed), { code: 'bad-input', fields: [{ field: 'worker' }] });
  t.end();
});
