import { setTimeout as pause } from 'node:timers/promises';
import type { PromoteOptions, PromoteResult } from '../../node-server/standby/promote-standby.js';
import { FacilityError } from '../../records/facility-error.js';
import type { Job } from '../../records/progress.js';
import { callAdmin } from './call-admin.js';

const STOP_MS = 15_000;

/** Makes the spare box the main one; what follows there is stopped, once it is sure that this may go on. */
export async function* promoteBox(options: Omit<PromoteOptions, 'release'>): Job<PromoteResult> {
  const { promoteStandby } = await import('../../node-server/standby/promote-standby.js');
  return yield* promoteStandby({ ...options, release: () => stopFollowing(options.folder) });
}

async function stopFollowing(folder: string): Promise<void> {
  const last = Date.now() + STOP_MS;
  for (let asked = false; await follows(folder); asked = true) {
    if (!asked) await callAdmin(folder, { method: 'POST', path: '/stop' });
    if (Date.now() > last) {
      throw new FacilityError('server-running', `What follows in ${folder} has not stopped yet.`, {
        hint: 'hints.stopAndPromote',
      });
    }
    await pause(100);
  }
}

async function follows(folder: string): Promise<boolean> {
  try {
    await callAdmin(folder, { method: 'GET', path: '/standby', timeoutMs: 2_000 });
    return true;
  } catch (error) {
    if (error instanceof FacilityError && error.code === 'server-not-running') return false;
    throw error;
  }
}
