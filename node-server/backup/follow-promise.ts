import { setTimeout as pause } from 'node:timers/promises';
import type { Job, Progress } from '../../records/progress.js';

/** How often progress is told, milliseconds. */
const EVERY = 100;

/** Tells how far a promise's work is until it is done; ended early, it has the work cancelled and waits for its end. */
export async function* followPromise<T>(
  work: Promise<T>,
  progress: () => Progress,
  cancel: () => void,
): Job<T> {
  let isOver = false;
  const over = work.then(
    () => (isOver = true),
    () => (isOver = true),
  );
  try {
    while (!isOver) {
      yield progress();
      await Promise.race([over, pause(EVERY, undefined, { ref: false })]);
    }
    return await work;
  } finally {
    if (!isOver) {
      cancel();
      await over;
    }
  }
}
