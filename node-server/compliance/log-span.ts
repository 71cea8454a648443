import { FIRST_LOG_DAY } from '../prune-logs.js';
import { logFiles } from '../read-log.js';

const DAY_MS = 86_400_000;

/**
 * Days from the oldest technical log to now, both counted, and those since the box was set up; null where the folder
 * cannot be read.
 *
 * @param setUpAt UTC
 */
export async function logSpan(
  folder: string,
  { setUpAt, now }: { setUpAt: string; now: number },
): Promise<{ days: number; boxDays: number } | null> {
  const names = await logFiles(folder).catch(() => []);
  const oldest = names.find((name) => name >= `nadi-${FIRST_LOG_DAY}`);
  if (oldest === undefined) return null;
  const from = Date.parse(`${oldest.slice('nadi-'.length, 'nadi-2026-11-21'.length)}T00:00:00Z`);
  const days = Math.max(1, Math.floor((now - from) / DAY_MS) + 1);
  // A file's day is the machine's own, the record's is UTC: they may differ by one.
  return { days, boxDays: Math.max(1, Math.floor((now - Date.parse(setUpAt)) / DAY_MS)) };
}
