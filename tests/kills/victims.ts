import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../../cli/demo/random.js';
import { makeBackup, pruneBackups } from '../../cli/tasks/control-backups.js';
import { printReports } from '../../cli/tasks/use-reports.js';
import type { Job } from '../../records/progress.js';
import type { KilledBox } from './killed-box.js';
import { startToKill, type KilledProcess, type KillOptions } from './killed-process.js';

export type Victim = 'server' | 'backup' | 'seal' | 'report' | 'index';

type Options = Pick<KillOptions, 'powerCut'> & { random: Random };

/** Starts the victim, kills it in the middle of its work, and waits until all that it had said is heard. */
export async function killOnce(victim: Victim, box: KilledBox, { random, powerCut }: Options) {
  const job = victim === 'seal' || victim === 'index' ? victim : 'serve';
  const running = await startToKill([job, box.folder], {
    root: box.root,
    powerCut,
    onSaid({ visit, sealed }) {
      if (visit !== undefined) box.show(visit);
      if (sealed !== undefined) box.sealed = sealed;
    },
  });
  if (victim === 'index') {
    await pause(random.between(0, 1_200));
    return running.kill();
  }
  const counters = await box.openCounters(running.origin);
  await (victim === 'backup'
    ? inTheMiddle(backUpAgainAndAgain(box), running, random)
    : victim === 'report'
      ? inTheMiddle(printAgainAndAgain(box, random), running, random)
      : someSlips(box, running, random));
  const lost = await running.kill();
  await counters.closed;
  return lost;
}

async function someSlips(box: KilledBox, { ended }: KilledProcess, random: Random): Promise<void> {
  const enough = box.shown.size + random.between(4, 30);
  let isOver = false;
  void ended.then(() => (isOver = true));
  while (box.shown.size < enough && !isOver) await pause(2);
  await pause(random.between(0, 12));
}

/** Somewhere between the work's first step and a little after it. */
async function inTheMiddle(
  work: AsyncGenerator<unknown>,
  { ended }: KilledProcess,
  random: Random,
): Promise<void> {
  await work.next();
  // Until the server goes away: what the work says of that is no news.
  void (async () => {
    while (!(await work.next()).done);
  })().catch(() => undefined);
  await Promise.race([ended, pause(random.between(0, 900))]);
}

async function* backUpAgainAndAgain(box: KilledBox): AsyncGenerator<unknown> {
  for (let turn = 0; ; turn += 1) {
    const { file } = yield* makeBackup(box.folder, turn % 3 === 0 ? { full: true } : {});
    box.made = file;
    if (turn % 2 === 1) await pruneBackups(box.folder, false);
    yield turn;
  }
}

const REPORTS = [
  'opd-register',
  'hmis-monthly',
  'weekly-review',
  'patient-flow',
  'stock-expiry',
  'drug-indent',
];

async function* printAgainAndAgain({ folder }: KilledBox, random: Random): AsyncGenerator<unknown> {
  for (;;) {
    const reports = [random.pick(REPORTS)];
    const job: Job<unknown> = printReports(folder, { reports, period: '', format: 'pdf', language: 'hi' });
    yield* job;
  }
}
