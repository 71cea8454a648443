import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { logFiles } from './read-log.js';

/** All logs together, bytes: 180 days of a busy centre's requests take about half. */
export const LOGS_MOST = 200_000_000;

/** Removes the oldest files of the log until the rest fits; the one that is written to stays. */
export async function pruneLogs(folder: string, most = LOGS_MOST): Promise<string[]> {
  const files = await sizes(folder);
  let total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const removed: string[] = [];
  for (const { name, bytes } of files.slice(0, -1)) {
    if (total <= most) break;
    await rm(join(folder, 'logs', name), { force: true });
    removed.push(name);
    total -= bytes;
  }
  return removed;
}

export async function logsSize(folder: string): Promise<number> {
  return (await sizes(folder)).reduce((sum, { bytes }) => sum + bytes, 0);
}

async function sizes(folder: string): Promise<{ name: string; bytes: number }[]> {
  const names = await logFiles(folder);
  return Promise.all(
    names.map(async (name) => ({
      name,
      bytes: (await stat(join(folder, 'logs', name)).catch(() => null))?.size ?? 0,
    })),
  );
}
