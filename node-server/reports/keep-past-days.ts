import { setTimeout as pause } from 'node:timers/promises';
import type { ReportDeps } from './report-deps.js';
import { visitsOfDay } from './visits-of-day.js';

export interface KeepPastDaysOptions extends Required<Pick<ReportDeps, 'facility' | 'keptDays'>> {
  /** between one day and the next, milliseconds: the counters go before */
  restMs?: number;
  /** between one look for new days and the next, milliseconds */
  lookEveryMs?: number;
  onTrouble?: (error: unknown) => void;
}

/**
 * Counts the days that are over and not kept yet, the latest first, one now and then: so the first report after a
 * restore or an update needs not read a month of records. Returns the way to stop.
 */
export function keepPastDays({
  restMs = 5_000,
  lookEveryMs = 3_600_000,
  onTrouble = () => undefined,
  ...deps
}: KeepPastDaysOptions): () => Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const rest = (ms: number): Promise<void> => pause(ms, undefined, { signal, ref: false });
  const work = async (): Promise<void> => {
    for (;;) {
      await rest(restMs);
      const today = deps.facility.today();
      const kept = new Set(await deps.keptDays.days());
      const missing = deps.facility.visitDays.days().filter((day) => day < today && !kept.has(day));
      for (const day of missing.sort().reverse()) {
        await visitsOfDay(deps, day).catch(onTrouble);
        await rest(restMs);
      }
      await rest(lookEveryMs);
    }
  };
  const over = work().catch((error: unknown) => {
    if (!signal.aborted) onTrouble(error);
  });
  return () => {
    stopping.abort();
    return over;
  };
}
