import type { Job } from './progress.js';

/** Runs a job without looking at its progress. */
export async function endOf<T>(job: Job<T>): Promise<T> {
  for (;;) {
    const step = await job.next();
    if (step.done) return step.value;
  }
}
