import { readFile, stat, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DISK_FULL, DISK_LOW } from '../tasks/judge-health.js';
import type { Check } from './check.js';

export interface DiskSample {
  /** milliseconds since the epoch */
  at: number;
  freeBytes: number;
}

const DAY_MS = 86_400_000;
/** Samples are taken at most so often, and so many are kept: a year of looks once a week. */
const EVERY_MS = DAY_MS / 4;
const KEPT = 60;
/** Fewer days of room than this are said. */
const SOON_DAYS = 30;

export const diskCheck: Check = {
  id: 'disk',
  async run({ folder, now }) {
    const { bavail, bsize } = await statfs(folder).catch(() => ({ bavail: 0, bsize: 1 }));
    const freeBytes = bavail * bsize;
    const days = daysLeft(await keepSample(folder, { at: now(), freeBytes }));
    const params = { free: (freeBytes / 1e9).toFixed(1), days: days ?? 0 };
    const runbook = 'disk-nearly-full';
    if (freeBytes < DISK_FULL) return { state: 'bad', outcome: 'full', params, runbook };
    if (freeBytes < DISK_LOW) return { state: 'watch', outcome: 'low', params, runbook };
    if (days !== null && days < SOON_DAYS) return { state: 'watch', outcome: 'soon', params, runbook };
    return { state: 'good', outcome: 'good', params };
  },
};

/** Days until the disk is full if it goes on as since the oldest look; null where nobody can say. */
export function daysLeft(samples: readonly DiskSample[]): number | null {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined || last.at - first.at < DAY_MS) return null;
  const perDay = ((first.freeBytes - last.freeBytes) / (last.at - first.at)) * DAY_MS;
  return perDay <= 0 ? null : Math.floor(last.freeBytes / perDay);
}

/** The looks so far with this one. A folder that is not ours to write keeps none. */
async function keepSample(folder: string, sample: DiskSample): Promise<DiskSample[]> {
  const file = join(folder, 'disk-looks.json');
  const known = await readFile(file, 'utf8')
    .then(
      (text) => JSON.parse(text) as DiskSample[],
      () => [],
    )
    .catch(() => []);
  // A clock that was set back would make a trend of nonsense.
  const past = known.filter(({ at }) => at <= sample.at);
  const last = past.at(-1);
  if (last !== undefined && sample.at - last.at < EVERY_MS) return [...past, sample];
  const kept = [...past, sample].slice(-KEPT);
  const owner = (await stat(folder).catch(() => null))?.uid;
  if (owner === process.getuid?.()) await writeFile(file, JSON.stringify(kept)).catch(() => undefined);
  return kept;
}
