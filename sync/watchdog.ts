/** The part of the clock that waits; tests put their own in. */
export interface Timers {
  setTimeout(callback: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
}

export const REAL_TIMERS: Timers = {
  setTimeout: (callback, ms) => setTimeout(callback, ms),
  clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
};

/** Calls `onHung` once when `activity` has stood still for a whole `everyMs`. Returns the function that ends it. */
export function watchdog(
  activity: () => number,
  everyMs: number,
  timers: Timers,
  onHung: () => void,
): () => void {
  let last = activity();
  let timer = timers.setTimeout(check, everyMs);

  function check(): void {
    const now = activity();
    if (now === last) {
      onHung();
      return;
    }
    last = now;
    timer = timers.setTimeout(check, everyMs);
  }

  return () => timers.clearTimeout(timer);
}
