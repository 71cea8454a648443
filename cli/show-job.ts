import type { Job, Progress } from '../records/progress.js';
import type { Translate } from '../templates/locale.js';
import type { CommandContext } from './command-context.js';
import { cut } from './components/display-width.js';
import { barOf, PaceMeter, sayAmount, sayLeft, saySpeed } from './job-progress.js';

/** Part of `process` that tells of Ctrl-C. */
export interface Interrupts {
  once(signal: 'SIGINT', listener: () => void): unknown;
  removeListener(signal: 'SIGINT', listener: () => void): unknown;
}

const BAR = 20;
/** A terminal is written to at most so often, milliseconds. */
const EVERY = 200;
const CLEAR = '\r\u001b[K';

/**
 * Runs a job to its end; on a terminal a line on stderr says how far it is: part, bar, speed, time left. Ctrl-C ends
 * the job early, which cleans up after itself; the answer is then null.
 */
export async function showJob<T>(
  { stderr }: Pick<CommandContext, 'stderr'>,
  say: Translate,
  job: Job<T>,
  interrupts: Interrupts = process,
): Promise<T | null> {
  let isCancelled = false;
  const onInterrupt = (): void => {
    isCancelled = true;
    void job.return(undefined as never).catch(() => undefined);
  };
  interrupts.once('SIGINT', onInterrupt);
  const pace = new PaceMeter();
  let shown = -Infinity;
  try {
    for (;;) {
      const step = await job.next();
      if (isCancelled) return null;
      if (step.done) return step.value;
      const now = performance.now();
      if (stderr.isTTY !== true || now - shown < EVERY) continue;
      shown = now;
      stderr.write(CLEAR + cut(jobLine(step.value, pace, now, say), (stderr.columns ?? 80) - 1));
    }
  } finally {
    interrupts.removeListener('SIGINT', onInterrupt);
    if (shown > 0) stderr.write(CLEAR);
  }
}

/** `Writing the backup  ██████░░░░  42%  12,345 records/s  about 12 s left` */
function jobLine(progress: Progress, pace: PaceMeter, now: number, say: Translate): string {
  const seen = pace.read(progress, now);
  const whole = progress.total !== undefined && progress.total > 0;
  return [
    say(`jobs.${progress.step}`),
    whole ? barOf(progress, BAR) : sayAmount(progress, say),
    ...(seen.perSecond > 0 ? [saySpeed(seen, progress, say)] : []),
    ...(seen.secondsLeft === null ? [] : [sayLeft(seen, say)]),
  ].join('  ');
}
