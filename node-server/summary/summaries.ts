import { setTimeout as pause } from 'node:timers/promises';
import type { Day } from '../../records/day.js';
import type { ReportDeps } from '../reports/report-deps.js';
import { SummaryWriter } from './summary-writer.js';

export interface SummariesOptions extends ReportDeps {
  /** before the first look, and between one missed day and the next, milliseconds: the counters go before */
  restMs?: number;
  /** how often to look whether a day is over, milliseconds */
  lookEveryMs?: number;
  onTrouble: (error: unknown) => void;
}

export interface Summaries {
  /** Writes what is due now; the days that were summed up. Throws what `append` throws. */
  writeDue(): Promise<Day[]>;
  stop(): Promise<void>;
}

/**
 * Sums up each day once it is over (law 6): soon after midnight, or after the start where the box was off. A day to
 * which something was added since is summed up again, under its next serial, with the next look at a new day: a late
 * result costs one record a day, not one each.
 */
export function openSummaries({
  restMs = 5_000,
  lookEveryMs = 60_000,
  onTrouble,
  ...deps
}: SummariesOptions): Summaries {
  const writer = new SummaryWriter(deps);
  const stopping = new AbortController();
  const rest = (ms: number): Promise<void> => pause(ms, undefined, { signal: stopping.signal, ref: false });
  const follow = async (): Promise<void> => {
    let done: Day | null = null;
    for (let wait = restMs; ; wait = lookEveryMs) {
      await rest(wait);
      const today = deps.facility.today();
      // A box that was replaced writes nothing any more.
      if (today === done || deps.facility.replacedBy !== null) continue;
      try {
        await writer.writeDue(() => rest(restMs));
        done = today;
      } catch (error) {
        stopping.signal.throwIfAborted();
        // A full disk: the next look tries again.
        onTrouble(error);
      }
    }
  };
  const over = follow().catch((error: unknown) => {
    if (!stopping.signal.aborted) onTrouble(error);
  });
  return {
    writeDue: () => writer.writeDue(() => Promise.resolve()),
    stop: () => {
      stopping.abort();
      return over;
    },
  };
}
