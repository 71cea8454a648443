import t from 'tap';
import { runOut } from './progress.js';
import type { Progress } from './progress.js';
import { toldJob } from './told-job.js';

const progress = (done: number): Progress => ({ step: 'x', done, unit: 'records' });

t.test('what work tells is yielded, and its outcome returned', async (t) => {
  const job = toldJob(async (tell) => {
    tell(progress(1));
    await Promise.resolve();
    tell(progress(2));
    return 'done';
  });
  const seen: number[] = [];
  for (;;) {
    const step = await job.next();
    if (step.done) {
      t.equal(step.value, 'done');
      break;
    }
    seen.push(step.value.done);
  }
  t.same(seen, [1, 2]);
});

t.test('what work fails with is thrown', async (t) => {
  await t.rejects(runOut(toldJob(() => Promise.reject(new Error('no')))), /no/);
});

t.test('work that nobody waits for any more is told', async (t) => {
  let signal: AbortSignal | undefined;
  const job = toldJob<never>((tell, over) => {
    signal = over;
    tell(progress(1));
    return new Promise(() => undefined);
  });
  await job.next();
  await job.return(undefined as never);
  t.equal(signal?.aborted, true);
});
