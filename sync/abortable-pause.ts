import type { Timers } from './watchdog.js';

/** Waits so many milliseconds, or throws the reason of `signal`. */
export async function abortablePause(ms: number, timers: Timers, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const end = (): void => {
      timers.clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = timers.setTimeout(() => {
      signal.removeEventListener('abort', end);
      resolve();
    }, ms);
    signal.addEventListener('abort', end);
  });
}
