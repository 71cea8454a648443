import type { Job, Progress } from '../records/progress.js';
import type { Translate } from '../templates/locale.js';
import type { CommandContext } from './command-context.js';

/** A line is written anew at most so often, milliseconds. */
const EVERY_MS = 250;
/** The speed is that of the last so many milliseconds. */
const WINDOW_MS = 10_000;

/**
 * Follows a job to its end; on a terminal one line tells how far it is, how fast, and how long it will take. Ctrl-C
 * ends the job, which cleans up, and throws what `cancelled` gives.
 */
export async function tellProgress<T>(
  context: Pick<CommandContext, 'stderr'>,
  say: Translate,
  job: Job<T>,
  { now = () => performance.now(), quiet = false } = {},
): Promise<T> {
  const line = new ProgressLine(say, now);
  const shown = context.stderr.isTTY === true && !quiet;
  let told = -Infinity;
  try {
    for (let step = await job.next(); ; step = await job.next()) {
      if (step.done) return step.value;
      line.take(step.value);
      if (!shown || now() - told < EVERY_MS) continue;
      told = now();
      context.stderr.write(`\r\u001b[K${line.text()}`);
    }
  } finally {
    if (shown && told > -Infinity) context.stderr.write('\r\u001b[K');
    await job.return(undefined as never);
  }
}

/** What one line says of a job: the step, how far, records a second, time left. */
export class ProgressLine {
  #latest: Progress | null = null;
  #marks: { at: number; done: number }[] = [];

  constructor(
    private readonly say: Translate,
    private readonly now: () => number,
  ) {}

  take(progress: Progress): void {
    if (this.#latest?.step !== progress.step) this.#marks = [];
    this.#latest = progress;
    this.#marks.push({ at: this.now(), done: progress.done });
    while (this.now() - (this.#marks[0]?.at ?? 0) > WINDOW_MS) this.#marks.shift();
  }

  text(): string {
    const { say } = this;
    if (!this.#latest) return '';
    const { step, done, total } = this.#latest;
    const parts = [say(`jobs.${step}`)];
    if (done > 0) parts.push(say('jobs.done', { done, total: total === undefined ? '?' : count(total) }));
    const speed = this.#speed();
    if (speed > 0) parts.push(say('jobs.speed', { speed: Math.round(speed) }));
    if (speed > 0 && total !== undefined && total > done) {
      parts.push(say('jobs.left', { time: clock((total - done) / speed) }));
    }
    return parts.join(' · ');
  }

  /** records a second */
  #speed(): number {
    const first = this.#marks[0];
    const last = this.#marks.at(-1);
    if (!first || !last || last.at - first.at < 500) return 0;
    return ((last.done - first.done) * 1_000) / (last.at - first.at);
  }
}

function count(value: number): string {
  return value.toLocaleString('en-IN');
}

/** `2:05` minutes and seconds */
function clock(seconds: number): string {
  const whole = Math.ceil(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
