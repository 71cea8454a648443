import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Check } from './check.js';

/** A fsync below this, in milliseconds, has met a cache: flash and disks need more. Only worth knowing. */
const FAST_MS = 0.2;
/** Above this each save is felt at the counters. */
const SLOW_MS = 100;
const TRIES = 5;

/** Law 3 hangs on it: writes a little file through to the disk, five times. */
export const fsyncCheck: Check = {
  id: 'fsync',
  async run({ folder }) {
    const file = join(folder, `.fsync-${process.pid}.tmp`);
    const times: number[] = [];
    try {
      const handle = await open(file, 'wx', 0o600);
      try {
        for (let i = 0; i < TRIES; i += 1) {
          await handle.write(new Uint8Array(4096).fill(i));
          const began = performance.now();
          await handle.sync();
          times.push(performance.now() - began);
        }
      } finally {
        await handle.close();
      }
    } catch (error) {
      const reason = (error as NodeJS.ErrnoException).code ?? 'EIO';
      return { state: 'bad', outcome: 'fails', params: { reason }, runbook: 'disk-nearly-full' };
    } finally {
      await rm(file, { force: true }).catch(() => undefined);
    }
    const ms = times.sort((a, b) => a - b)[Math.floor(TRIES / 2)] ?? 0;
    const params = { ms: ms.toFixed(1) };
    if (ms > SLOW_MS) return { state: 'watch', outcome: 'slow', params };
    return { state: 'good', outcome: ms < FAST_MS ? 'fast' : 'good', params };
  },
};
