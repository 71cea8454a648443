/** How far a long job is, as a terminal, a screen or a page shows it. */
export interface Progress {
  /** which part of the job: a key under `jobs` in the locales, `backup.writing` */
  step: string;
  done: number;
  /** absent where nobody knows yet */
  total?: number;
  unit: 'records' | 'bytes' | 'pages' | 'facilities' | 'checks';
}

/** A job that tells how far it is and gives its outcome at the end; ended early (`return()`), it cleans up. */
export type Job<T> = AsyncGenerator<Progress, T, void>;

/** Runs a job to its end, whatever it tells on the way. */
export async function runOut<T>(job: Job<T>): Promise<T> {
  for (;;) {
    const step = await job.next();
    if (step.done) return step.value;
  }
}
