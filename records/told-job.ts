import type { Job, Progress } from './progress.js';

/**
 * A job out of work that calls back: of what it tells the latest is yielded. Ended early, the signal tells the work to
 * stop, and nobody hears what becomes of it.
 */
export async function* toldJob<T>(
  work: (tell: (progress: Progress) => void, signal: AbortSignal) => Promise<T>,
): Job<T> {
  const over = new AbortController();
  let latest: Progress | null = null;
  let wake = (): void => undefined;
  const outcome = work((progress) => {
    latest = progress;
    wake();
  }, over.signal);
  const isOver = outcome.then(
    () => true,
    () => true,
  );
  try {
    for (;;) {
      const isTold = new Promise<false>((resolve) => (wake = () => resolve(false)));
      const told = latest as Progress | null;
      latest = null;
      if (told) yield told;
      else if (await Promise.race([isOver, isTold])) return await outcome;
    }
  } finally {
    over.abort();
  }
}
