import { setTimeout as pause } from 'node:timers/promises';
import t from 'tap';
import type { Report } from '../../records/report.js';
import { CountingReports } from './counting-reports.js';
import type { OnDays } from './report-desk.js';

const report = (id: string): Report => ({ id }) as Report;

/** A report that is done when told. */
function slow() {
  let finish: (made: Report) => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  let tell: OnDays = () => undefined;
  let begun = 0;
  const build = (onDays: OnDays): Promise<Report> => {
    tell = onDays;
    begun += 1;
    return new Promise((resolve, reject) => {
      finish = resolve;
      fail = reject;
    });
  };
  return {
    build,
    begun: () => begun,
    finish: (made: Report) => finish(made),
    fail: (error: Error) => fail(error),
    tell: (done: number, total: number) => tell(done, total),
  };
}

t.test('a quick report is given at once', async (t) => {
  const reports = new CountingReports();
  t.same(await reports.ask('a', () => Promise.resolve(report('a'))), report('a'));
});

t.test('who asks for a slow one hears how far it is, and all who ask share one count', async (t) => {
  const reports = new CountingReports({ patienceMs: 1 });
  const one = slow();
  t.same(await reports.ask('a', one.build), { counting: true, done: 0, total: 0 });
  one.tell(12, 31);
  t.same(await reports.ask('a', one.build), { counting: true, done: 12, total: 31 });
  t.equal(one.begun(), 1);
  one.finish(report('a'));
  t.same(await reports.ask('a', one.build, { again: true }), report('a'));
});

t.test('a finished one goes to who waited for it; who comes fresh gets the figures of now', async (t) => {
  const reports = new CountingReports({ patienceMs: 1 });
  const one = slow();
  await reports.ask('a', one.build);
  one.finish(report('before'));
  await pause(1);
  t.same(await reports.ask('a', () => Promise.resolve(report('now'))), report('now'));
  await reports.ask('b', one.build);
  one.finish(report('waited for'));
  await pause(1);
  t.same(await reports.ask('b', one.build, { again: true }), report('waited for'));
  t.equal(one.begun(), 2);
});

t.test('what goes wrong is told to who asks, and the next one begins anew', async (t) => {
  const reports = new CountingReports({ patienceMs: 1 });
  const one = slow();
  await reports.ask('a', one.build);
  one.fail(new Error('the disk is gone'));
  await pause(1);
  await t.rejects(reports.ask('a', one.build, { again: true }), { message: 'the disk is gone' });
  t.same(await reports.ask('a', () => Promise.resolve(report('a')), { again: true }), report('a'));
});

t.test('one that nobody asks for again is counted no further', async (t) => {
  const clock = { now: 0 };
  const reports = new CountingReports({ patienceMs: 1, forgottenMs: 100, monotonic: () => clock.now });
  const one = slow();
  await reports.ask('a', one.build);
  one.tell(1, 31);
  clock.now = 101;
  t.throws(() => one.tell(2, 31), 'the count ends there');
  const other = slow();
  t.same(await reports.ask('a', other.build), { counting: true, done: 0, total: 0 });
  t.equal(other.begun(), 1);
});
