import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { logFiles } from './read-log.js';

/** All logs together, bytes: 180 days of a busy centre's requests take about half. */
export const LOGS_MOST = 200_000_000;
/** CERT-In directions of 28-Apr-2022: logs of 180 days, and today's. */
const LOG_DAYS = 181;
/** No log is older: a file that says so was written while the clock had forgotten the time. */
export const FIRST_LOG_DAY = '2024-01-01';

interface LogFile {
  name: string;
  /** as its name says */
  day: string;
  bytes: number;
}

/**
 * Removes what is older than the last 181 days that have logs, then the oldest files until the rest fits; the one that
 * is written to stays. Days are counted, not reckoned from the clock: one that jumps to 2035 for an hour would else
 * cost all of them.
 */
export async function pruneLogs(folder: string, most = LOGS_MOST, days = LOG_DAYS): Promise<string[]> {
  const files = (await sizes(folder)).sort((a, b) => Number(isUndated(a)) - Number(isUndated(b)));
  const dated = [...new Set(files.filter((one) => !isUndated(one)).map(({ day }) => day))];
  const oldest = dated.at(-days) ?? '';
  let total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const removed: string[] = [];
  for (const file of files.slice(0, -1)) {
    const isOld = !isUndated(file) && file.day < oldest;
    if (!isOld && total <= most) continue;
    await rm(join(folder, 'logs', file.name), { force: true });
    removed.push(file.name);
    total -= file.bytes;
  }
  return removed;
}

export async function logsSize(folder: string): Promise<number> {
  return (await sizes(folder)).reduce((sum, { bytes }) => sum + bytes, 0);
}

function isUndated({ day }: LogFile): boolean {
  return day < FIRST_LOG_DAY;
}

async function sizes(folder: string): Promise<LogFile[]> {
  const names = await logFiles(folder);
  return Promise.all(
    names.map(async (name) => ({
      name,
      day: name.slice('nadi-'.length, 'nadi-2026-11-21'.length),
      bytes: (await stat(join(folder, 'logs', name)).catch(() => null))?.size ?? 0,
    })),
  );
}
