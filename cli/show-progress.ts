import type { Job, Progress } from '../records/progress.js';
import type { Translate } from '../templates/locale.js';
import type { CommandContext } from './command-context.js';

/** Part of `process` that tells of Ctrl-C. */
export interface Interrupts {
  once(signal: 'SIGINT', listener: () => void): unknown;
  removeListener(signal: 'SIGINT', listener: () => void): unknown;
}

const WIDTH = 24;
/** A terminal is written to at most so often, milliseconds. */
const EVERY = 200;

/**
 * Runs a job to its end, with a bar on a terminal's stderr: part, percent, speed, time left. Ctrl-C ends the job early,
 * which cleans up after itself; the answer is then null.
 */
export async function showProgress<T>(
  context: Pick<CommandContext, 'stderr'>,
  job: Job<T>,
  say: Translate,
  interrupts: Interrupts = process,
): Promise<T | null> {
  let isCancelled = false;
  const onInterrupt = (): void => {
    isCancelled = true;
    void job.return(undefined as never).catch(() => undefined);
  };
  interrupts.once('SIGINT', onInterrupt);
  const bar = new Bar(context, say);
  try {
    for (;;) {
      const step = await job.next();
      if (isCancelled) return null;
      if (step.done) return step.value;
      bar.show(step.value);
    }
  } finally {
    interrupts.removeListener('SIGINT', onInterrupt);
    bar.clear();
  }
}

class Bar {
  #shownMs = -Infinity;
  #begun: { step: string; ms: number; done: number } | null = null;

  constructor(
    private readonly context: Pick<CommandContext, 'stderr'>,
    private readonly say: Translate,
  ) {}

  show(progress: Progress): void {
    const now = performance.now();
    if (this.context.stderr.isTTY !== true || now - this.#shownMs < EVERY) return;
    this.#shownMs = now;
    if (this.#begun?.step !== progress.step)
      this.#begun = { step: progress.step, ms: now, done: progress.done };
    this.context.stderr.write(`\r\u001b[K${progressLine(progress, this.#begun, now, this.say)}`);
  }

  clear(): void {
    if (this.#shownMs > 0) this.context.stderr.write('\r\u001b[K');
  }
}

/** `Writing  ██████░░░░  42 %  12,345 records/s  0:12 left` */
export function progressLine(
  { step, done, total, unit }: Progress,
  begun: { ms: number; done: number },
  now: number,
  say: Translate,
): string {
  const seconds = (now - begun.ms) / 1000;
  const speed = seconds > 0.5 ? (done - begun.done) / seconds : 0;
  const parts = [say(`jobs.${step}`)];
  if (total !== undefined) {
    const share = total === 0 ? 1 : Math.min(1, done / total);
    const full = Math.round(share * WIDTH);
    parts.push('█'.repeat(full) + '░'.repeat(WIDTH - full), `${Math.floor(share * 100)} %`);
  }
  const perSecond = unit === 'bytes' ? speed / 1_000_000 : speed;
  if (speed > 0) parts.push(say(`jobs.speed.${unit}`, { speed: Number(perSecond.toPrecision(3)) }));
  if (speed > 0 && total !== undefined) parts.push(say('jobs.left', { time: clock((total - done) / speed) }));
  return parts.join('  ');
}

function clock(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
