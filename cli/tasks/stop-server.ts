import { setTimeout as sleep } from 'node:timers/promises';
import type { StopAnswer } from '../../node-server/admin/admin-api.js';
import { FacilityError } from '../../records/facility-error.js';
import { callAdmin } from './call-admin.js';

/** Asks the server to stop and waits until it answers no more. @throws 'server-running' after the bound */
export async function stopServer(folder: string, boundMs = 30_000): Promise<void> {
  await callAdmin<StopAnswer>(folder, { method: 'POST', path: '/stop' });
  const last = Date.now() + boundMs;
  while (Date.now() < last) {
    if (!(await answers(folder))) return;
    await sleep(100);
  }
  throw new FacilityError('server-running', `the server on ${folder} has not stopped yet`, {
    hint: 'hints.statusInMinute',
  });
}

async function answers(folder: string): Promise<boolean> {
  try {
    await callAdmin(folder, { method: 'GET', path: '/sync', timeoutMs: 2_000 });
    return true;
  } catch (error) {
    // A refusal is an answer, too: a spare box has no sync.
    if (error instanceof FacilityError) return error.code !== 'server-not-running';
    throw error;
  }
}
