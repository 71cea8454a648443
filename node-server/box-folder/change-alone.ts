import { join } from 'node:path';
import { lock } from 'proper-lockfile';
import { FacilityError } from '../../records/facility-error.js';
import { storeError } from '../store/store-error.js';

/** A process that died while it held the lock is no longer waited for after so long, in milliseconds. */
const STALE_MS = 5_000;

/**
 * Does its work while nobody else changes the folder's settings, neither this process nor a command in another one:
 * who reads, changes and writes would undo what came between. Throws `store-locked` where others go on for half a
 * minute, `disk-full`.
 */
export async function changeAlone<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const release = await lock(folder, {
    lockfilePath: join(folder, 'settings.lock'),
    stale: STALE_MS,
    retries: { retries: 200, minTimeout: 10, maxTimeout: 150, randomize: true },
    // A machine that slept: what is written is put in its place whole, whoever else writes.
    onCompromised: () => undefined,
  }).catch((cause: unknown) => {
    const { code } = cause as NodeJS.ErrnoException;
    // What is not there nobody changes; the work itself says so.
    if (code === 'ENOENT') return () => Promise.resolve();
    if (code !== 'ELOCKED') throw storeError(cause);
    throw new FacilityError('store-locked', `Another command is changing the settings in ${folder}.`, {
      hint: 'hints.waitAndRun',
      cause,
    });
  });
  try {
    return await work();
  } finally {
    await release().catch(() => undefined);
  }
}
