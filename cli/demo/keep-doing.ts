import { setTimeout as pause } from 'node:timers/promises';

/** Does something again and again while the demo runs, first after one pause. What fails is tried the next time. */
export function keepDoing(everyMs: number, work: () => Promise<unknown>): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const follow = async (): Promise<void> => {
    for (;;) {
      await pause(everyMs, undefined, { signal, ref: false });
      await work().catch(() => undefined);
    }
  };
  const over = follow().catch(() => undefined);
  return {
    stop: () => {
      stopping.abort();
      return over;
    },
  };
}
