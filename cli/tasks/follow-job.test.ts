import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { answerJob } from '../../node-server/admin/answer-job.js';
import { startAdminServer } from '../../node-server/admin/admin-server.js';
import { FakeAdminFacility } from '../../node-server/admin/fake-admin-facility.js';
import { FacilityError } from '../../records/facility-error.js';
import type { Job, Progress } from '../../records/progress.js';
import { followJob } from './follow-job.js';

async function serve(t: Test, job: () => Job<string>) {
  const folder = await mkdtemp(join(tmpdir(), 'nadi-job-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const server = await startAdminServer({
    folder,
    facility: new FakeAdminFacility(),
    routes: [
      {
        method: 'POST',
        path: '/job',
        handler: (request, h) => answerJob(request, h, job(), (error) => t.error(error)),
      },
    ],
  });
  t.teardown(() => server.stop());
  return () => followJob<string>(folder, { method: 'POST', path: '/job' });
}

const step = (done: number): Progress => ({ step: 'backup.writing', done, total: 9, unit: 'records' });

t.test('a command hears how far a job is, and then its outcome, as often as it asks', async (t) => {
  const follow = await serve(t, async function* () {
    yield step(1);
    await pause(220);
    yield step(2);
    return 'done';
  });
  for (let i = 0; i < 3; i += 1) {
    const heard: number[] = [];
    const job = follow();
    let next = await job.next();
    for (; !next.done; next = await job.next()) heard.push(next.value.done);
    t.strictSame([heard, next.value], [[1, 2], 'done']);
  }
});

t.test('what a job fails with reaches the command by name', async (t) => {
  const follow = await serve(t, async function* () {
    yield step(1);
    throw new FacilityError('disk-full', 'no room', { hint: 'hints.freeDisk' });
  });
  const job = follow();
  await job.next();
  await t.rejects(job.next(), { code: 'disk-full', hint: 'hints.freeDisk' });
});

t.test('a job that nobody follows any more is ended', async (t) => {
  let ended = (): void => undefined;
  const over = new Promise<void>((resolve) => (ended = resolve));
  const follow = await serve(t, async function* () {
    try {
      for (let i = 0; ; i += 1) {
        yield step(i);
        await pause(20);
      }
    } finally {
      ended();
    }
  });
  const job = follow();
  await job.next();
  await job.return('');
  await over;
  t.pass('the job cleaned up');
});
