import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Check } from './check.js';

/** Nothing of Nadi is older: a clock that says so has lost its battery. */
const FIRST_YEAR = 2024;
/** Between a record's write and a look, clocks may differ by as much without anything being wrong. */
const GRACE_MS = 60_000;

export const clockCheck: Check = {
  id: 'clock',
  async run({ folder, now, status }) {
    const time = now();
    const runbook = 'clock-behind';
    const year = new Date(time).getUTCFullYear();
    if (year < FIRST_YEAR) return { state: 'bad', outcome: 'early', params: { year }, runbook };
    const behindMs = status?.clock.behindMs ?? (await newestWrite(folder)) - time;
    if (behindMs > GRACE_MS) {
      return { state: 'bad', outcome: 'behind', params: { minutes: Math.ceil(behindMs / 60_000) }, runbook };
    }
    return { state: 'good', outcome: 'good', params: { time: new Date(time).toISOString() } };
  },
};

/** When the store was last written to, by the files' times; 0 where there is none. */
async function newestWrite(folder: string): Promise<number> {
  const records = join(folder, 'records');
  let newest = 0;
  for (const name of await readdir(records).catch(() => [])) {
    const found = await stat(join(records, name)).catch(() => null);
    newest = Math.max(newest, found?.mtimeMs ?? 0);
  }
  return newest;
}
